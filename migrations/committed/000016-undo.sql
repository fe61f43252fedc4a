--! Previous: sha1:3c826f7dabe8e91db6b8eabc7dc1793fe7832b92
--! Hash: sha1:8f9b852ead86cf329d982c7812d4771db6ec46eb

-- Undo.
select;
