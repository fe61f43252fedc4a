--! Previous: sha1:025c1f321e1df451cfbca1b1c0549a3a7fb143cd
--! Hash: sha1:cdd17c18f07f30434b60bb1a53e3ef611b3dba40

-- Merging.
select;
