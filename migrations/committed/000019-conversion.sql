--! Previous: sha1:d485a446102152d50abb4264bb2b18a54ca4505d
--! Hash: sha1:383045a2f1f4459a536670a59d444e60e7d7114d

-- Conversion.
select;
