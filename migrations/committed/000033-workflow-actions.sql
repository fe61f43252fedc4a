--! Previous: sha1:c08b23dd29dac1e6f4656bc0219add76ef997dba
--! Hash: sha1:12e957d00d84d67237cb783e8dc1a4b05b6e541f

-- Workflow actions.
select 1;
