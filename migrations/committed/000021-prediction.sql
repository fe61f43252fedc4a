--! Previous: sha1:9ebdd7c8c96b594d1e4e6b23fe99850ba750ba84
--! Hash: sha1:5060804ae8ff16871de2c02360fc349eb82ff6b2

-- Prediction.
select;
