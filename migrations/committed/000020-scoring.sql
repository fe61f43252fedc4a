--! Previous: sha1:0a9ca0194b16fa2f3e246311066fde620d4a1e59
--! Hash: sha1:aae939a4e51e2a8deadbdadcd1d7c14d7a43a64a

-- Scoring.
select;
