--! Previous: sha1:d55993e9e102f7d467cb4fbcc45593f7f13fcc0d
--! Hash: sha1:c2e4e798c357bc262b24b719bfcccc2d4fb9be1c

-- Matching.
select;
