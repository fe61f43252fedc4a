--! Previous: sha1:01d56c545e7174117092ac4d28f307617f3d7169
--! Hash: sha1:8253f00e910936ac9acc2ba665acd9f61d269229

-- Exports.
select 1;
