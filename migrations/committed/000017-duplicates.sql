--! Previous: sha1:2c740403820426763e24aa21e5aabb420c215661
--! Hash: sha1:7be7a38474f7526bfbb56d99620aff6bc88457cc

-- Duplicates.
select;
