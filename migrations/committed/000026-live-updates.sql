--! Previous: sha1:78d4e03172ccfbd3eeeaa285f5ab614bfa3ef605
--! Hash: sha1:10d6170f5192fc477d07d5089fd2955716001e8b

-- live-updates: being written.
select 1;
