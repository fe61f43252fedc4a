--! Previous: sha1:e02f6e7dcb3e89c9172b7183fc4cbb21e7706b05
--! Hash: sha1:d0a87b976a10e401e22075490316a5a839e1912f

-- timeline: being written.
select 1;
