--! Previous: sha1:e8127764a03f8d64cf228510d25f13dbca3a123f
--! Hash: sha1:bc4db1580484a1d721f0c63fb642e69f452abc2c

-- Duplicates.
select;
