--! Previous: sha1:7798f51c9d9d6480bad6d8a6b09147e80b9c1628
--! Hash: sha1:9a600ef39891b6ea22598b00c992526f4cce314b

-- Workflow runs.
select 1;
