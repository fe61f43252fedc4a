--! Previous: sha1:73764037059de29547e6f804df95843071f2a6a4
--! Hash: sha1:7c84e59d62aa871618afe2d1ec3c3853f82f829b

-- live-updates: being written.
select 1;
