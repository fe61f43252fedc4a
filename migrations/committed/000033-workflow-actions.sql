--! Previous: sha1:0c03b86f049bdf6b0bdea33f5d9b715bdb398512
--! Hash: sha1:760f7d170ef43e1d5c79564468e655ccf3f24486

-- Workflow actions.
select 1;
