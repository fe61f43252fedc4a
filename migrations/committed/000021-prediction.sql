--! Previous: sha1:6d65aa49bcb6ea218ffb3beca1640ee235c1d9e9
--! Hash: sha1:11563dc60730df8ce0014f284d653cf882ecbb30

-- Prediction.
select;
