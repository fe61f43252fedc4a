--! Previous: sha1:65e92f453b622cf5ea57b83d62ee13592b89c15b
--! Hash: sha1:66b944009067cce2e1c0975a636d4689e403eefa

-- templates: being written.
select 1;
