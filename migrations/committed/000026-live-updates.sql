--! Previous: sha1:4db106beaf4b95aa41e84d60cda93c0d79661ebb
--! Hash: sha1:f386d15c9ec414b86d6757174567fa8a4f200550

-- live-updates: being written.
select 1;
