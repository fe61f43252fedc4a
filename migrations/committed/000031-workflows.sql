--! Previous: sha1:8253f00e910936ac9acc2ba665acd9f61d269229
--! Hash: sha1:216bd2000ee8c26386847f489027256079b3a07c

-- Workflows.
select 1;
