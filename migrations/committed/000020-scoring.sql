--! Previous: sha1:829455229cdd89dab76e9190f6ea8e254e648fa6
--! Hash: sha1:6d65aa49bcb6ea218ffb3beca1640ee235c1d9e9

-- Scoring.
select;
