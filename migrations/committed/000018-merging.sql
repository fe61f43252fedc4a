--! Previous: sha1:dcf125f063f1f091a45ed1395972770fcc12f44c
--! Hash: sha1:3cee8a6162f2de14bb150f413f237debd5d61816

-- Merging.
select;
