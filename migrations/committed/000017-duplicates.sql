--! Previous: sha1:692aec29c249d0ce9c65737cc3269d83687cc1d2
--! Hash: sha1:f8080ab687932f9ee0d7992e3dabef733dbcf313

-- Duplicates.
select;
