--! Previous: sha1:1ae02a4735dfd14a6a2dcc0eadd01168cdd0ff99
--! Hash: sha1:b43b2ce1e06cb4e200562e5b6379d815afc8c928

-- Scoring.
select;
