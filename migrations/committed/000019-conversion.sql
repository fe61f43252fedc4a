--! Previous: sha1:c5539eb11f4e9c8aee0cd8d7d54069854843fc85
--! Hash: sha1:5f5e6c8ddc20752def26598334bc4461fe89334d

-- Conversion.
select;
