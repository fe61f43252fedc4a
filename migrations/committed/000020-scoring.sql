--! Previous: sha1:33e2649be595e863b91a34af95b585c6fbd61113
--! Hash: sha1:9ebdd7c8c96b594d1e4e6b23fe99850ba750ba84

-- Scoring.
select;
