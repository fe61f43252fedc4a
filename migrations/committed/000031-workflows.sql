--! Previous: sha1:49b4fa1eefeb0f54d7e27181940ac4ebf2896cf3
--! Hash: sha1:9ed87acd95c51e75ff49a90d38c17b757c291a1f

-- Workflows.
select 1;
