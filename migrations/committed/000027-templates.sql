--! Previous: sha1:301102c1d537ccc297b90956dc428c671fc0df3d
--! Hash: sha1:c759322ae1e876b25a22015da40197b04311486a

-- templates: being written.
select 1;
