--! Previous: sha1:f59b3332b26de2bbaa397a8316aeb84ead7acfa1
--! Hash: sha1:9c3c93f50cd035bc6730ad98584b5fd488d10c91

-- Workflow actions.
select 1;
