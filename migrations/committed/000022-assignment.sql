--! Previous: sha1:71b0132e39ac4a17b62e08cad9ed835b1da869fd
--! Hash: sha1:7c01584a8fbf200aed66ea24d550438156300b62

-- Assignment.
select;
