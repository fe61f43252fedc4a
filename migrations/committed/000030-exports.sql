--! Previous: sha1:90f21edad665e0f6cdeeb9c43973799a1ea7d8ff
--! Hash: sha1:c45048d5a19a34b5c1e5e7f4a482149c48f61703

-- Exports.
select 1;
