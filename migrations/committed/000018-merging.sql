--! Previous: sha1:f47a242be73ba35295226bcf12e531a6b6a3bdb2
--! Hash: sha1:9b52aab7e871a321221fd9bcfda62d09189b0c21

-- Merging.
select;
