--! Previous: sha1:db71b5531cfdc7c8fe9e15b0ac0be85f732c3cbe
--! Hash: sha1:8a3172fc34cf425d253d59ad9e7d7330deb95fda

-- Duplicates.
select;
