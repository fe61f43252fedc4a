--! Previous: sha1:ed58193161e5a2924cb7f5f1102b806cb94486bc
--! Hash: sha1:a403725cabef07e5cea6a063f49a2f9864e81c10

-- Prediction.
select;
