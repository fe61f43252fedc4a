--! Previous: sha1:90b0541b351e5568b01f84a13a3b0e078ad3d492
--! Hash: sha1:a10edd09f2033b9ca76f3275baadf54bdaf43f88

-- Workflow actions.
select 1;
