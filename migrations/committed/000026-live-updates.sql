--! Previous: sha1:69129b73f8fc4a962a30dc966a4a8588d734b037
--! Hash: sha1:587873c3205c280a0b8023c8645767d93e7f2ead

-- live-updates: being written.
select 1;
