--! Previous: sha1:fd253ef3dbd385164ae6404db4fde948acab70bc
--! Hash: sha1:37f60faf7c53e539abc01d8535a706fca6cd43a4

-- Merging.
select;
