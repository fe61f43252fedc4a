--! Previous: sha1:3a7c6be7766f1685d9be3c53bf947dd508e0209c
--! Hash: sha1:a98dfd47dd5ec803dfa08d37c0cf921c3cb73750

-- Custom fields.
select;
