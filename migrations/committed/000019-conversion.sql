--! Previous: sha1:a0eb34be2a3c9779c1d1f539e69f01eba06d34b5
--! Hash: sha1:071a8cd4534deedf08b2af05a4ad42110812c7cb

-- Conversion.
select;
