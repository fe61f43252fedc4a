--! Previous: sha1:31877eedc31ed693c7aa0dd38c367ec4d65c9d9a
--! Hash: sha1:87890897911e05a822f20d98d0214f0367900e53

-- Custom fields.
select;
