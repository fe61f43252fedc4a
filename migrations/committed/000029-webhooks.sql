--! Previous: sha1:8c43d0ba726b87d0f8cd5f2d199c43addbf25fc7
--! Hash: sha1:a06b7de912373348dd71bfbf41e94a469b72c27b

-- Webhooks.
select 1;
