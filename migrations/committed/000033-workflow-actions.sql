--! Previous: sha1:ca1d6081331bff913888bf44639ec1aa70e41b86
--! Hash: sha1:162336c36c6d7a27229b83dd27f55fdf6d6e99e8

-- Workflow actions.
select 1;
