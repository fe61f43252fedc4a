--! Previous: sha1:3cab8952fe2ef60bd4602d8c0f709229b7bfcddb
--! Hash: sha1:e771f570970b228335783e526a4b15e0d82f2c6a

-- timeline: being written.
select 1;
