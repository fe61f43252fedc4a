--! Previous: sha1:3b66b916e5c955595918603215c9538d5a24fcc4
--! Hash: sha1:c214b81057f6bca1498d68eb3f1bd2f37cb985aa

-- Assignment.
select;
