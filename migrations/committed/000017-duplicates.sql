--! Previous: sha1:3fbefb730df00d6934990c07187b0c953cbc6174
--! Hash: sha1:558a30443e5f5921e3bdfe7cfe30e7910ddaf871

-- Duplicates.
select;
