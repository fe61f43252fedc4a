--! Previous: sha1:a06b7de912373348dd71bfbf41e94a469b72c27b
--! Hash: sha1:c16777764c35cba8ccdf35b37b7f18ecba4d0eaa

-- Exports.
select 1;
