--! Previous: sha1:dfd917e82c4e9f1a53f0683afa1b004468ca5658
--! Hash: sha1:1c9f80d5658a8d17d03fac0c74dc829ee5676fe4

-- Prediction.
select;
