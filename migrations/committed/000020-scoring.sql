--! Previous: sha1:ef68014965242558f895f5b0ad8700b72ef436fd
--! Hash: sha1:48eb8237184b7572263c24d1c226749e97c53a1c

-- Scoring.
select;
