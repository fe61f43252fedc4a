--! Previous: sha1:d440d114dafe597775caacae510f13755d23cc3e
--! Hash: sha1:385ceb302b667fe267e290a549d1cf41c92f9dd9

-- Workflow actions.
select 1;
