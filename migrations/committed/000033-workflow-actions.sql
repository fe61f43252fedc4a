--! Previous: sha1:baac8c68d53675a43c15ca0922250152e429f64a
--! Hash: sha1:b58d789b371ae923d9cff2317808f6cbc736d087

-- Workflow actions.
select 1;
