--! Previous: sha1:3cee8a6162f2de14bb150f413f237debd5d61816
--! Hash: sha1:076535b644fea67661c3396cd0b82485ffe9d3b3

-- Conversion.
select;
