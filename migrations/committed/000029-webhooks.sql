--! Previous: sha1:75613b1f7e327e3f5a39bd76cf3d016f96d7de63
--! Hash: sha1:ff6e0a0eaf79f0c944fc74fc5715699599bd9964

-- Webhooks.
select 1;
