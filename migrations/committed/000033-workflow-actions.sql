--! Previous: sha1:8f1f8fb28b7f5265aa5fb50d85de9a0aa986b7a5
--! Hash: sha1:dcecb0d6c4f9d580ee2d58963d7cb11d69116fe3

-- Workflow actions.
select 1;
