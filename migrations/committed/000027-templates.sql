--! Previous: sha1:3559de1791d825dbe3f7d7bcde842eca6cf0e8bf
--! Hash: sha1:9e28ddb153c566e3e6deb0c0e6c539350f3a26eb

-- templates: being written.
select 1;
