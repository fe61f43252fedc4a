--! Previous: sha1:fa0e87d04997cd32e8e310ef9d6bbe6ec6d8b331
--! Hash: sha1:3d1e98b1dca34f331b55676e536c9cf523ec8b28

-- notifications: being written.
select 1;
