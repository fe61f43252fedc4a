--! Previous: sha1:37f60faf7c53e539abc01d8535a706fca6cd43a4
--! Hash: sha1:8c9d4efbaa54635e61c3105c13d4ddab00872ed7

-- Conversion.
select;
