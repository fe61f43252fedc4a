--! Previous: sha1:9c9585e5653bb20c3acb71975e4a4823bbaec3ae
--! Hash: sha1:7773a50e394eaa3e5ff8a2c4d3aff451c7b15299

-- Assignment.
select;
