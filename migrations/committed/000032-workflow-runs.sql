--! Previous: sha1:5eb287f639fd1fbc862065513cd2f34ebb0b8dc1
--! Hash: sha1:8f1f8fb28b7f5265aa5fb50d85de9a0aa986b7a5

-- Workflow runs.
select 1;
