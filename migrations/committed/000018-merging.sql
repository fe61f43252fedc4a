--! Previous: sha1:558a30443e5f5921e3bdfe7cfe30e7910ddaf871
--! Hash: sha1:3e2ec657c47b794f64c616312cce2b5f548ce735

-- Merging.
select;
