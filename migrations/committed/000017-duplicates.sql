--! Previous: sha1:e6a2b173a4478fe86c12bd0c07bb6bf8003a3fe1
--! Hash: sha1:be68333f3467079814e0aafe54692221932c2afc

-- Duplicates.
select;
