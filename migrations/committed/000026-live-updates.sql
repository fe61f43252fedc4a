--! Previous: sha1:9b46911d18ecb07adad27804c2f2a5576510bf2d
--! Hash: sha1:dfac2b893c5bd265012df7917c58c17df9e04f04

-- live-updates: being written.
select 1;
