--! Previous: sha1:dda9b1d8bae53114e566e9c059e8ca080b3bf723
--! Hash: sha1:944fa65833bb6449e03e1dc97bc00952d8167a8b

-- Scoring.
select;
