--! Previous: sha1:bdf56bc0112803c3c09aeffb8bf250ade9de5053
--! Hash: sha1:ba327517b7f001f538881b506567ee071fc4a3ae

-- Workflows.
select 1;
