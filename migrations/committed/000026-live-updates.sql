--! Previous: sha1:afb4003babe6be9a4edb1f6eb74f12c87efafc95
--! Hash: sha1:78a83fbf501c2aa8583d13e452a5f7f92ffdbb3b

-- live-updates: being written.
select 1;
