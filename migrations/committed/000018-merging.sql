--! Previous: sha1:ab143b7fda4d9587f977fb99504ff2ee50a9af3d
--! Hash: sha1:d88b070768e04c9b10055c56ef0563cb3225a88b

-- Merging.
select;
