--! Previous: sha1:f970f10328de9dab6962aeae8c37d352a2c3a651
--! Hash: sha1:9d846f5cb07454518d7176770c74ffb80c07b423

-- Webhooks.
select 1;
