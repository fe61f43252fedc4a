--! Previous: sha1:62b440bacf4cd4d99daa49e18b0b71b621796739
--! Hash: sha1:5ba2a3f5d0b79a29660b0d3056685a39782aaf17

-- Workflow actions.
select 1;
