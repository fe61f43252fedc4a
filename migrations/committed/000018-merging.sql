--! Previous: sha1:7be7a38474f7526bfbb56d99620aff6bc88457cc
--! Hash: sha1:65564c9b9f7f3b3d939f078b2f0402debdd7e02e

-- Merging.
select;
