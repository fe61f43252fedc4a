--! Previous: sha1:ba327517b7f001f538881b506567ee071fc4a3ae
--! Hash: sha1:f59b3332b26de2bbaa397a8316aeb84ead7acfa1

-- Workflow runs.
select 1;
