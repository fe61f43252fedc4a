--! Previous: sha1:4a3eb6a356d38ffbc5ae0d54faad9de9ff2a74fc
--! Hash: sha1:fce7c44c4ff37fd1a5819b2f982c789d84a479c2

-- Prediction.
select;
