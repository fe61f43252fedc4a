--! Previous: sha1:4e66b90b34db3fa5587ab77308e934caba5b133e
--! Hash: sha1:07360dd7e4451a4ba79cd4bb2890efc2110a032b

-- Conversion.
select;
