--! Previous: sha1:6e61e6be4bdc951a824712a1d43b9e8095c02c5f
--! Hash: sha1:ab3ec2251467eff3fe21d30390b3ddc7cf306e07

-- Exports.
select 1;
