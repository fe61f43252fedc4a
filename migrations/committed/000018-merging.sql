--! Previous: sha1:b28477fc973ec98b7daaaa693e205b7548957033
--! Hash: sha1:001bf30d85a0d1009e3e078df20c22a519d90f7a

-- Merging.
select;
