--! Previous: sha1:ff6e0a0eaf79f0c944fc74fc5715699599bd9964
--! Hash: sha1:26f7ca7fc4f8379a0c6081004e65054ba4fe59f6

-- Exports.
select 1;
