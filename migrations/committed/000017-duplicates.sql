--! Previous: sha1:44b90de6483f9d75a2e6aa6a2f55560d14ac1965
--! Hash: sha1:18bc446cf00119a8e724e5bc27b44e5b88d7eabe

-- Duplicates.
select;
