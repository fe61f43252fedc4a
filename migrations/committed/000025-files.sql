--! Previous: sha1:829b710501d21cd40ed727cdefcdd6279778215d
--! Hash: sha1:cf5c3e9a4a216df7bd6b9ff92f20365ea334c106

-- files: being written.
select 1;
