--! Previous: sha1:a0201b8624e0d85e54a720e9399a35d6697ad15b
--! Hash: sha1:18098531d158c509709e816eb33fb4b946fc4dc6

-- notifications: being written.
select 1;
