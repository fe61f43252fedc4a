--! Previous: sha1:1ea19f5155b2616cbb616c5861627704172b038c
--! Hash: sha1:567b9ae5fc1eb42105fd8dde0493bd0e616fdcc5

-- Merging.
select;
