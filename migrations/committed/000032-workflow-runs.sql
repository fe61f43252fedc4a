--! Previous: sha1:216bd2000ee8c26386847f489027256079b3a07c
--! Hash: sha1:62b440bacf4cd4d99daa49e18b0b71b621796739

-- Workflow runs.
select 1;
