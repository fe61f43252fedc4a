--! Previous: sha1:4f66076a54e9ae16b5834f7647479793d88e9623
--! Hash: sha1:a534901528e940e2e6c4d51f07642ce453b38353

-- templates: being written.
select 1;
