--! Previous: sha1:ffc34c4db852ec21945b8cf945fec1712ef1febc
--! Hash: sha1:ceb083d7319e486898b855ad9300cb2d2de1c16d

-- live-updates: being written.
select 1;
