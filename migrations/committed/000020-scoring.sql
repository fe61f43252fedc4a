--! Previous: sha1:5f5e6c8ddc20752def26598334bc4461fe89334d
--! Hash: sha1:925f5087722f9b693e179ef7c8b7d88ceaa299f1

-- Scoring.
select;
