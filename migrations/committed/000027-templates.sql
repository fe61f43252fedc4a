--! Previous: sha1:a70d4476da5401d1a83c1d5535531e6786a9a8ac
--! Hash: sha1:f52a2611bb87ee5f2c012aefe1f65732732ed1b9

-- templates: being written.
select 1;
