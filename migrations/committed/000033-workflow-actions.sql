--! Previous: sha1:9a600ef39891b6ea22598b00c992526f4cce314b
--! Hash: sha1:26f1fd0a27a05d71fd678e3330935ec6db0e6d98

-- Workflow actions.
select 1;
