--! Previous: sha1:a102ee4ea8676e29900f60dae767da7c29bd16b6
--! Hash: sha1:81295eef7e15a6076f38de010feadfdac9f2493e

-- Merging.
select;
