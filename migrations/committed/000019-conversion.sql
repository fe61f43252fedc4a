--! Previous: sha1:95c6a2b7e025bff54c0d2c652fb6e32abc2ab2df
--! Hash: sha1:5f1d7dba3fa706f265a6e86d5e0518f4e12e167a

-- Conversion.
select;
