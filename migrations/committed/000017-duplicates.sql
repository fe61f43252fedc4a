--! Previous: sha1:6ac82fceb60faaff0c9496d5b1d3049b6b94f4bc
--! Hash: sha1:c27c5e120ec1736d56cc74deef2bc114aae53acd

-- Duplicates.
select;
