--! Previous: sha1:9ed87acd95c51e75ff49a90d38c17b757c291a1f
--! Hash: sha1:9b2a2eff5e01425cd06012511b2f6916ca42fe62

-- Workflow runs.
select 1;
