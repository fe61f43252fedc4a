--! Previous: sha1:2b80e656e1d4bdd59073604038a3d613705ec44a
--! Hash: sha1:f47a242be73ba35295226bcf12e531a6b6a3bdb2

-- Duplicates.
select;
