--! Previous: sha1:a862574fc88f8d89c6001dc78501fe4f1c657c0a
--! Hash: sha1:1f04998aa31b049e33cb585e7f691fa224f8a997

-- Merging.
select;
