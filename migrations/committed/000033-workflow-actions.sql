--! Previous: sha1:f04869655c07d23ad776dc8c4514ddba55a7e0e0
--! Hash: sha1:d92618d07d37ad9f02ba116b93792e351caa1f0a

-- Workflow actions.
select 1;
