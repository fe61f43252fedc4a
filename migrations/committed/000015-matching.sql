--! Previous: sha1:c6912d0a000c6e43ac7fdbcb467e64d9846b44b2
--! Hash: sha1:637685b349e1a669a785d3242ca0572f0fa137fa

-- Matching.
select;
