--! Previous: sha1:8ed020ac4083941ec1faecd5f203378139bb2e98
--! Hash: sha1:ecdc66d37495496f427afe82882cd160baa7ba65

-- Duplicates.
select;
