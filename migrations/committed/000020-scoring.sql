--! Previous: sha1:e3aa25c907aeb9cbf6bf691d88eae07672dbe2fb
--! Hash: sha1:174e08c30d852f2b54c19da2ccbff8a476e05a97

-- Scoring.
select;
