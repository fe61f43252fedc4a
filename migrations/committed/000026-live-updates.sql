--! Previous: sha1:cf5c3e9a4a216df7bd6b9ff92f20365ea334c106
--! Hash: sha1:17657ed88bab09bcddb15597bdf3d55f6d6425aa

-- live-updates: being written.
select 1;
