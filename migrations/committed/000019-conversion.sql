--! Previous: sha1:81295eef7e15a6076f38de010feadfdac9f2493e
--! Hash: sha1:96e0ce7e668fc8ee297ed541284c954605f247f9

-- Conversion.
select;
