--! Previous: sha1:ceb083d7319e486898b855ad9300cb2d2de1c16d
--! Hash: sha1:dc55cb9ecf20b37569782ec0fb899b21c4b8061b

-- templates: being written.
select 1;
