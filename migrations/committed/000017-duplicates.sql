--! Previous: sha1:8f9b852ead86cf329d982c7812d4771db6ec46eb
--! Hash: sha1:1ea19f5155b2616cbb616c5861627704172b038c

-- Duplicates.
select;
