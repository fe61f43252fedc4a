--! Previous: sha1:6394326df20d0ec753667cd3d2895da8b15f5dbd
--! Hash: sha1:025c1f321e1df451cfbca1b1c0549a3a7fb143cd

-- Duplicates.
select;
