--! Previous: sha1:aebd3a5fcbf8e6d449775fe6f94ea83aaceeba47
--! Hash: sha1:bdf56bc0112803c3c09aeffb8bf250ade9de5053

-- Exports.
select 1;
