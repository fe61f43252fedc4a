--! Previous: sha1:26e42e89705f1a3cc667f21da49215dc820c20db
--! Hash: sha1:1a9c1f8b1bc0479eae345c667d193f76b6bc4bb5

-- live-updates: being written.
select 1;
