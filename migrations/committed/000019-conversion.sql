--! Previous: sha1:902e1c0e3a9145941ab55f80b7ea560334f17b59
--! Hash: sha1:bb4f091c57f7d416d9646cacf94b9065d99ccf2a

-- Conversion.
select;
