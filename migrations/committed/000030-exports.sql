--! Previous: sha1:f90e58f29cbe7d8f5492cb0de981353becd26046
--! Hash: sha1:1d0c83ffdec609c6fd2b607a26ac3adec2028364

-- Exports.
select 1;
