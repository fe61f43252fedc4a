--! Previous: sha1:af23a949c6aa620e94e95fb88dd6dec8fd16d082
--! Hash: sha1:47e566c2c70119aae2b11e17e5d9fe054de0278a

-- Scoring.
select;
