--! Previous: sha1:54e54a7c7e01d8b6ff6cbda62b2b3db27754e3a3
--! Hash: sha1:7773b9eebe76677d9b4bbe227d909975c25031c6

-- Conversion.
select;
