--! Previous: sha1:b63026f18e48c5bc8481d20800480010a42bd57b
--! Hash: sha1:d8a168f44f5cdaa9d9c1d77a062e699d2a171485

-- Matching.
select;
