--! Previous: sha1:f386d15c9ec414b86d6757174567fa8a4f200550
--! Hash: sha1:376871ee956f0a77ad55009864d3a35759a9fe12

-- templates: being written.
select 1;
