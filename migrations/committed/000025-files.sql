--! Previous: sha1:cdd0d34e4141c98b03aba3e0e5f7aeaade615b50
--! Hash: sha1:51abef850e8998f75552098d14a0d3ae246ee940

-- files: being written.
select 1;
