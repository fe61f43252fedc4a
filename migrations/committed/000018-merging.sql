--! Previous: sha1:566adee837c123f9864c90e4f7c4b848c8ed82d6
--! Hash: sha1:e021d14d534ed398bf53804ae1d0db1dbfddec1d

-- Merging.
select;
