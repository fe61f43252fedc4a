--! Previous: sha1:5894aab7eae441cb945c55dde42bc41fd9f74e16
--! Hash: sha1:4ea39a29dbfdbbb7026f1a3c80e1976d33a1dd41

-- Workflows.
select 1;
