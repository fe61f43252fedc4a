--! Previous: sha1:bc90662d40c5b250287f2bbb8073bba49d17fb0a
--! Hash: sha1:d440d114dafe597775caacae510f13755d23cc3e

-- Workflow runs.
select 1;
