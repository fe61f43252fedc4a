--! Previous: sha1:845c1ba2eea77676052ea59027064c3f26665563
--! Hash: sha1:26e42e89705f1a3cc667f21da49215dc820c20db

-- files: being written.
select 1;
