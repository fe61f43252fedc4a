--! Previous: sha1:8e43e690a44f1704feae7bc9089cfdb6e699caa1
--! Hash: sha1:6662d3e4e7570bf220d2a63b48c2248acba0dd0c

-- templates: being written.
select 1;
