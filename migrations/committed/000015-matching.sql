--! Previous: sha1:a5bb224e7d9f0c3aba10f6a28f3cb7cf8d689816
--! Hash: sha1:bc0f2957613a1f181fa42b0cce6df5280b74ab5e

-- Matching.
select;
