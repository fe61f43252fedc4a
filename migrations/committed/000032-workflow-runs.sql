--! Previous: sha1:6dcdf58e73ff0e10d94e22e410776fcaa0374dc5
--! Hash: sha1:ca1d6081331bff913888bf44639ec1aa70e41b86

-- Workflow runs.
select 1;
