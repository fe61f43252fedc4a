--! Previous: sha1:07360dd7e4451a4ba79cd4bb2890efc2110a032b
--! Hash: sha1:e7483edcdc186facd1ca41f28a811cae8b28963d

-- Scoring.
select;
