--! Previous: sha1:1e8d86d00ced861b4c128bd28683b44dcc483027
--! Hash: sha1:49b4fa1eefeb0f54d7e27181940ac4ebf2896cf3

-- Exports.
select 1;
