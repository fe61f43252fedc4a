--! Previous: sha1:9d0d2f70bb7d3bebeb5d8ae4b74c7754d02b56fd
--! Hash: sha1:4982b2510e0c484bd0bf70597eb5ae8b7b5a37f5

-- Custom fields.
select;
