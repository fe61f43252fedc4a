--! Previous: sha1:caaa97c0d6db38916a6886762384f53ad6f41cc6
--! Hash: sha1:b885da8b7d14b75b12ba93bcddb38934ea290c2d

-- Workflow actions.
select 1;
