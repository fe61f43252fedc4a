--! Previous: sha1:fae816eeadba8312e535558324ac2fe7dce9414b
--! Hash: sha1:a862574fc88f8d89c6001dc78501fe4f1c657c0a

-- Duplicates.
select;
