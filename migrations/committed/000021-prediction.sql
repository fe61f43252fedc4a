--! Previous: sha1:b45979428a75a50f99c7f5cb23c4ed59175bd295
--! Hash: sha1:d6336adf1f61d4b3556c900af196f92a40ba08b2

-- Prediction.
select;
