--! Previous: sha1:1127f623788df173c7624eb83081afcd3b0b52de
--! Hash: sha1:dcf125f063f1f091a45ed1395972770fcc12f44c

-- Duplicates.
select;
