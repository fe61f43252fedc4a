--! Previous: sha1:935d49382792d192a9e1c994b9cb0a9d0ddf04d2
--! Hash: sha1:d463477ca9e7ac9e1c01bd7c601b41af6aa93f41

-- Custom fields.
select;
