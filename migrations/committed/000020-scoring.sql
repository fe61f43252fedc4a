--! Previous: sha1:ef10d765cfd7481ffa9ea1a50a3b969d8dcffab2
--! Hash: sha1:b09595fc0b8812bd703746465dc291b7d3e98340

-- Scoring.
select;
