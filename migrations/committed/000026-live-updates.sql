--! Previous: sha1:8e74cc1e915563299893de3f0840957c2182bb56
--! Hash: sha1:73f9748e36299f1951d63cfe4beac1c4de0d8f6b

-- live-updates: being written.
select 1;
