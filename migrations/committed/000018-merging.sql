--! Previous: sha1:bc4db1580484a1d721f0c63fb642e69f452abc2c
--! Hash: sha1:a0eb34be2a3c9779c1d1f539e69f01eba06d34b5

-- Merging.
select;
