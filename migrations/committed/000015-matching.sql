--! Previous: sha1:39627a104f8cd1bcd0b6b82796b1219767c5af26
--! Hash: sha1:3c826f7dabe8e91db6b8eabc7dc1793fe7832b92

-- Matching.
select;
