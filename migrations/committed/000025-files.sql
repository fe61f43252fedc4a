--! Previous: sha1:3ec8b69ffccacbea101305e84633c6a78c0d727d
--! Hash: sha1:3ecc6b1d3be4391e27d0dffaa477a6f87a988b22

-- files: being written.
select 1;
