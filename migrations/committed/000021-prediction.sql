--! Previous: sha1:b43b2ce1e06cb4e200562e5b6379d815afc8c928
--! Hash: sha1:f8a154eb6b411845860f6f942867b6f04f3542b9

-- Prediction.
select;
