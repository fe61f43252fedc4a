--! Previous: sha1:27fc4a7814ad3aaa0c2ce85dc3b01a6689ad6cea
--! Hash: sha1:d359261ad9104718766a28686e7f87392a7d9041

-- Duplicates.
select;
