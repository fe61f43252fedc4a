--! Previous: sha1:18bc446cf00119a8e724e5bc27b44e5b88d7eabe
--! Hash: sha1:c409c9354afc74ef9bc7000bfc77596e1d9eac58

-- Merging.
select;
