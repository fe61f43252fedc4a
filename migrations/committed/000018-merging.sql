--! Previous: sha1:f8080ab687932f9ee0d7992e3dabef733dbcf313
--! Hash: sha1:fd8ddd59a25a63ee8f04e679a9d56d8767367ca4

-- Merging.
select;
