--! Previous: sha1:99c97ca243464f3896b1d2bc9c550c5e2f677b63
--! Hash: sha1:bfb32cd82e20356da13ec1038739b978907ffdcc

-- live-updates: being written.
select 1;
