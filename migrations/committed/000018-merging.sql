--! Previous: sha1:629612abc23393a3d3439aeb7dab341157d1bf5c
--! Hash: sha1:fd833846e5e66f70da63e61627d54677328c433a

-- Merging.
select;
