--! Previous: sha1:b09595fc0b8812bd703746465dc291b7d3e98340
--! Hash: sha1:9c9585e5653bb20c3acb71975e4a4823bbaec3ae

-- Prediction.
select;
