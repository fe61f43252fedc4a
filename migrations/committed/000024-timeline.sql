--! Previous: sha1:3d1e98b1dca34f331b55676e536c9cf523ec8b28
--! Hash: sha1:845c1ba2eea77676052ea59027064c3f26665563

-- timeline: being written.
select 1;
