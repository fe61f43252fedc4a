--! Previous: sha1:54a91663603a18b8f5ef28d914ee5eea5d7c5d1a
--! Hash: sha1:89c3d0a42f804bc749dec745093f8fb8eb0d7f57

-- Prediction.
select;
