--! Previous: sha1:c203af134e2a7d94da5d1f959ea8b4ab8fb25d10
--! Hash: sha1:deb26b006ccaad3f67eb64e45f2f3f1b4f6106be

-- timeline: being written.
select 1;
