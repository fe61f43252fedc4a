--! Previous: sha1:b1aabe2bc9053863be64832c4621f77fa8d83f52
--! Hash: sha1:125111a3281e7b73bbc189960f1df1688e785d4a

-- Workflow actions.
select 1;
