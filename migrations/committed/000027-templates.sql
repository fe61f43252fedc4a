--! Previous: sha1:49392910b57635a1e559d39512bd37e27f64d80e
--! Hash: sha1:f36a50ec241ff81b354e39cd571a7810ef01462c

-- templates: being written.
select 1;
