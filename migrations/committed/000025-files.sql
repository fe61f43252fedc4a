--! Previous: sha1:344a912db6c6ee5b2c39cdec6f24cc4bb909ce0d
--! Hash: sha1:8e74cc1e915563299893de3f0840957c2182bb56

-- files: being written.
select 1;
