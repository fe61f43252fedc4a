--! Previous: sha1:c45048d5a19a34b5c1e5e7f4a482149c48f61703
--! Hash: sha1:fb94133d8ae8ade705b8c5a886d73d357d5517c4

-- Workflows.
select 1;
