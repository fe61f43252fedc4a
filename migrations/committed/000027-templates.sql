--! Previous: sha1:78a83fbf501c2aa8583d13e452a5f7f92ffdbb3b
--! Hash: sha1:7aca007744678c816062d46770c26618355cfcba

-- templates: being written.
select 1;
