--! Previous: sha1:be68333f3467079814e0aafe54692221932c2afc
--! Hash: sha1:528a68905be79dc3ad519f13cfbd10a05e4c1a62

-- Merging.
select;
