--! Previous: sha1:6cf34c029f2477fbecd0bf8fce3bf4eb7c31ebd1
--! Hash: sha1:4f66076a54e9ae16b5834f7647479793d88e9623

-- live-updates: being written.
select 1;
