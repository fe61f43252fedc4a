--! Previous: sha1:587873c3205c280a0b8023c8645767d93e7f2ead
--! Hash: sha1:6cce8dceee734d55794d11d6bb25763b90c6afef

-- templates: being written.
select 1;
