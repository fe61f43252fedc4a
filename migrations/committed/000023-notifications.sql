--! Previous: sha1:500fef6ee1e1a56cd9c7fbde376a24843429295a
--! Hash: sha1:709791a0458568a5074662fa9a448131633364b8

-- notifications: being written.
select 1;
