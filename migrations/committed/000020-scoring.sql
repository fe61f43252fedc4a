--! Previous: sha1:0cbad04d350524e89d23a17c084f533efd595f8a
--! Hash: sha1:6b4a44fb365d2cf023bbae5ff55ce8ee81ce9868

-- Scoring.
select;
