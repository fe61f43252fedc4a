--! Previous: sha1:b138137c4a05cab550601cf50fd5f7a234f50c29
--! Hash: sha1:794750363a7fc153cdb453bf949a2c055590427a

-- live-updates: being written.
select 1;
