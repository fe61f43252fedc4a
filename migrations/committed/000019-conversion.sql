--! Previous: sha1:fd833846e5e66f70da63e61627d54677328c433a
--! Hash: sha1:16cfbe129b65443ca70e885c2f95db2a39b9e78c

-- Conversion.
select;
