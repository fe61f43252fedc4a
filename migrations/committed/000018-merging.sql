--! Previous: sha1:c27c5e120ec1736d56cc74deef2bc114aae53acd
--! Hash: sha1:fe08e65608c33a57d40f0be80882b2ce5458d273

-- Merging.
select;
