--! Previous: sha1:567b9ae5fc1eb42105fd8dde0493bd0e616fdcc5
--! Hash: sha1:ef68014965242558f895f5b0ad8700b72ef436fd

-- Conversion.
select;
