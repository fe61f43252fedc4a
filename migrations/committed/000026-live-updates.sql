--! Previous: sha1:27d717155c294aa667dc161379b9a2798f7e7d46
--! Hash: sha1:b2a93ad23178a0bc916969dba9f9c68e0de01479

-- live-updates: being written.
select 1;
