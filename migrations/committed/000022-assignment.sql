--! Previous: sha1:d5c7e30d32404a700ea7cd71603912b6ec89e188
--! Hash: sha1:d644b69eb6c2b77eb1927d8e935f716dda62516a

-- Assignment.
select;
