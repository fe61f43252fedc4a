--! Previous: sha1:5627dff65d414a47adf9ce9e694966d4d899e704
--! Hash: sha1:566adee837c123f9864c90e4f7c4b848c8ed82d6

-- Duplicates.
select;
