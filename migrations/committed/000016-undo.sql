--! Previous: sha1:637685b349e1a669a785d3242ca0572f0fa137fa
--! Hash: sha1:9e7036bf3e3b5bf79fe34d7ae8a7702f7353c933

-- Undo.
select;
