--! Previous: sha1:383045a2f1f4459a536670a59d444e60e7d7114d
--! Hash: sha1:8d8a72db6e680c36eacac32e3dc4881d6c6d89d3

-- Scoring.
select;
