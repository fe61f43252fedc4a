--! Previous: sha1:b8282ae9f954a4c6ec8353208e80df6bb4b7a8b0
--! Hash: sha1:d5c7e30d32404a700ea7cd71603912b6ec89e188

-- Prediction.
select;
