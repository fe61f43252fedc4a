--! Previous: sha1:1bd614f777b08991c0c38a94c64522a64a1e8c2f
--! Hash: sha1:99c97ca243464f3896b1d2bc9c550c5e2f677b63

-- files: being written.
select 1;
