--! Previous: sha1:bd2ed791b079e0baf6bb147f112382a69fa7a3b1
--! Hash: sha1:8f13d58fba259cabe96cc60514568593c25ac004

-- Assignment.
select;
