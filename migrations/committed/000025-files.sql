--! Previous: sha1:e771f570970b228335783e526a4b15e0d82f2c6a
--! Hash: sha1:b138137c4a05cab550601cf50fd5f7a234f50c29

-- files: being written.
select 1;
