--! Previous: sha1:fb94133d8ae8ade705b8c5a886d73d357d5517c4
--! Hash: sha1:90b0541b351e5568b01f84a13a3b0e078ad3d492

-- Workflow runs.
select 1;
