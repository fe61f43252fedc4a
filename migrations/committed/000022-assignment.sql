--! Previous: sha1:ec0e5713d63a546069d6188e2128e00e02425522
--! Hash: sha1:73722c59eb6b8d25a7073dea9177445a47c698ff

-- Assignment.
select;
