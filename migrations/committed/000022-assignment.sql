--! Previous: sha1:1c9f80d5658a8d17d03fac0c74dc829ee5676fe4
--! Hash: sha1:d1a3b61aad8fffcd46474e43ba54a810de3a0cb9

-- Assignment.
select;
