--! Previous: sha1:c340ca3c394ffa2ddab9ae64a306ed986f0dbff3
--! Hash: sha1:ffc34c4db852ec21945b8cf945fec1712ef1febc

-- files: being written.
select 1;
