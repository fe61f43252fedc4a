--! Previous: sha1:925f5087722f9b693e179ef7c8b7d88ceaa299f1
--! Hash: sha1:876d5a3ac1724e00bfac336727db5c4232283258

-- Prediction.
select;
