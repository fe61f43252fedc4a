--! Previous: sha1:6b4a44fb365d2cf023bbae5ff55ce8ee81ce9868
--! Hash: sha1:2968f514fd5cce2f3292e6b898d854f54018d5a4

-- Prediction.
select;
