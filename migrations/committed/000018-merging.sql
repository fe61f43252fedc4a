--! Previous: sha1:8a3172fc34cf425d253d59ad9e7d7330deb95fda
--! Hash: sha1:7d89f77dc36eceda55f7baea1e18a6be9a230be8

-- Merging.
select;
