--! Previous: sha1:b2ed8a8c4081fbdcc9a81aa9ed10d1ec4a4b58f6
--! Hash: sha1:7798f51c9d9d6480bad6d8a6b09147e80b9c1628

-- Workflows.
select 1;
