--! Previous: sha1:ee12104fa6c5fc9d6dabff3d12db2972e987f745
--! Hash: sha1:59025f9b02a2e67f2d801f557afffa1af5f1a26e

-- Custom fields.
select;
