--! Previous: sha1:b2a93ad23178a0bc916969dba9f9c68e0de01479
--! Hash: sha1:fbe55a27b38ba1e53b3ffafd48d11ea4abb10021

-- templates: being written.
select 1;
