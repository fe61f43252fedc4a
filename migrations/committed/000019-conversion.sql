--! Previous: sha1:3e2ec657c47b794f64c616312cce2b5f548ce735
--! Hash: sha1:d0faa8a22c855ea7ca64563cc8f164cdfd5926a9

-- Conversion.
select;
