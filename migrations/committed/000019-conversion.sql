--! Previous: sha1:d88b070768e04c9b10055c56ef0563cb3225a88b
--! Hash: sha1:b6261f618878b45c96ec1e58dfc248c4d19dfbc7

-- Conversion.
select;
