--! Previous: sha1:dfa6aef86898e5c6728e9dee37e87a5a0c1626c1
--! Hash: sha1:ab143b7fda4d9587f977fb99504ff2ee50a9af3d

-- Duplicates.
select;
