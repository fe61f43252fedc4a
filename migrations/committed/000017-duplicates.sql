--! Previous: sha1:9e7036bf3e3b5bf79fe34d7ae8a7702f7353c933
--! Hash: sha1:52e3e5416ec498a82b052973da5e1d741ea8b6ed

-- Duplicates.
select;
