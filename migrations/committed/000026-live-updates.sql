--! Previous: sha1:62a468141862ddeba7388bbfa88cac053a0f2f39
--! Hash: sha1:8e43e690a44f1704feae7bc9089cfdb6e699caa1

-- live-updates: being written.
select 1;
