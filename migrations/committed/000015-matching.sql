--! Previous: sha1:61ad5ceb444cc3f5d1ba6eb9b634a2998da558b7
--! Hash: sha1:800c4c156d5683c7b3b1898460a318fbbd40444f

-- Matching.
select;
