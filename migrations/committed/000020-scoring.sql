--! Previous: sha1:e63464a157278c0ddd2149e682e82fd1b5532957
--! Hash: sha1:dfd917e82c4e9f1a53f0683afa1b004468ca5658

-- Scoring.
select;
