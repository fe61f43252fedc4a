--! Previous: sha1:7c84e59d62aa871618afe2d1ec3c3853f82f829b
--! Hash: sha1:03435edea18110f6ece5e526d382ffafaad30f2b

-- templates: being written.
select 1;
