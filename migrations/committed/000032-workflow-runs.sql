--! Previous: sha1:4ea39a29dbfdbbb7026f1a3c80e1976d33a1dd41
--! Hash: sha1:1690d4d37dcc9367434affc381f43fbb576cbf75

-- Workflow runs.
select 1;
