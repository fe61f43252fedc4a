--! Previous: sha1:bfa673e1d070944dd6ec4035a56465b71ecd1e45
--! Hash: sha1:25eff6d5af5204c7a7dcdd20710bf75106b61829

-- Custom fields.
select;
