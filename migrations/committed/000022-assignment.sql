--! Previous: sha1:1285a1daa27e9a0b1c609e804a7bcb8d4b881dba
--! Hash: sha1:c81681fd20d336d96229a0aafcd822ba1ccfca34

-- Assignment.
select;
