--! Previous: sha1:e7483edcdc186facd1ca41f28a811cae8b28963d
--! Hash: sha1:659a3b86f21a6dd26110bf110199637ed2928495

-- Prediction.
select;
