--! Previous: sha1:e8ef202b377261ca8494d8af2844540a60c1472e
--! Hash: sha1:a424592638b50dc3314a596db983cd0d8c671dd5

-- Scoring.
select;
