--! Previous: sha1:32b6242afd74d323a0a1899ab4f5628f8ad361cc
--! Hash: sha1:555e16f228ef7ce684dd1800c76e70b5946ec710

-- Workflow actions.
select 1;
