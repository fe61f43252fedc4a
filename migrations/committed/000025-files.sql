--! Previous: sha1:d0a87b976a10e401e22075490316a5a839e1912f
--! Hash: sha1:afb4003babe6be9a4edb1f6eb74f12c87efafc95

-- files: being written.
select 1;
