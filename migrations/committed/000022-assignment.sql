--! Previous: sha1:fce7c44c4ff37fd1a5819b2f982c789d84a479c2
--! Hash: sha1:5a756a5d744b8500a5e47b4d9364ed826838e79c

-- Assignment.
select;
