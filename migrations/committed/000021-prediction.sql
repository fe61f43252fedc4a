--! Previous: sha1:a424592638b50dc3314a596db983cd0d8c671dd5
--! Hash: sha1:b52a2b1e96d29b381d084ad561ac570d6057ece9

-- Prediction.
select;
