--! Previous: sha1:bb4f091c57f7d416d9646cacf94b9065d99ccf2a
--! Hash: sha1:54a91663603a18b8f5ef28d914ee5eea5d7c5d1a

-- Scoring.
select;
