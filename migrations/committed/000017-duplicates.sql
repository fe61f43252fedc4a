--! Previous: sha1:250610befa0e54ca19a67b59bb2f780c3045ed40
--! Hash: sha1:b28477fc973ec98b7daaaa693e205b7548957033

-- Duplicates.
select;
