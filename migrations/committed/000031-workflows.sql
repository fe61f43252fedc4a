--! Previous: sha1:c16777764c35cba8ccdf35b37b7f18ecba4d0eaa
--! Hash: sha1:5eb287f639fd1fbc862065513cd2f34ebb0b8dc1

-- Workflows.
select 1;
