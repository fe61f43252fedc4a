--! Previous: sha1:0ed6ca7e87fb3abd7c01b64c6c72ea528b37a0b9
--! Hash: sha1:1b243ef314d9fa8b83244a0134326c01306421ac

-- Assignment.
select;
