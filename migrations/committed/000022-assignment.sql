--! Previous: sha1:f8a154eb6b411845860f6f942867b6f04f3542b9
--! Hash: sha1:6e12e04e860ac9ec53a021e2be1cfaddf3acfb92

-- Assignment.
select;
