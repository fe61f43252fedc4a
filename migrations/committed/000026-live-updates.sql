--! Previous: sha1:3ecc6b1d3be4391e27d0dffaa477a6f87a988b22
--! Hash: sha1:b7347e8f935f9c264bd7e6b236bc3b2db79fdbb7

-- live-updates: being written.
select 1;
