--! Previous: sha1:9b2a2eff5e01425cd06012511b2f6916ca42fe62
--! Hash: sha1:ecbde58dc6380be0c616f7d42243b04c6ab9ae5a

-- Workflow actions.
select 1;
