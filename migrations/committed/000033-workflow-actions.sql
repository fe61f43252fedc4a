--! Previous: sha1:5168bf3ecfc9db829333122776a6845865a9c325
--! Hash: sha1:046990f8169cf4cf56d60a1c1e9963be3a8d7655

-- Workflow actions.
select 1;
