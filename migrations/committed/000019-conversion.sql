--! Previous: sha1:001bf30d85a0d1009e3e078df20c22a519d90f7a
--! Hash: sha1:829455229cdd89dab76e9190f6ea8e254e648fa6

-- Conversion.
select;
