--! Previous: sha1:cdd17c18f07f30434b60bb1a53e3ef611b3dba40
--! Hash: sha1:0a9ca0194b16fa2f3e246311066fde620d4a1e59

-- Conversion.
select;
