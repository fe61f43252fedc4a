--! Previous: sha1:8e59734e6f880bab35d5d4fbe1eae40f91d5b887
--! Hash: sha1:2e6311bb3bdad0b2480860bd8fd2d62e03df2b1d

-- live-updates: being written.
select 1;
