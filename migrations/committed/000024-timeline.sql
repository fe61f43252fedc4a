--! Previous: sha1:8d2fc2ada4596f65f042101c6224793fd89080b0
--! Hash: sha1:c340ca3c394ffa2ddab9ae64a306ed986f0dbff3

-- timeline: being written.
select 1;
