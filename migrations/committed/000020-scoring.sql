--! Previous: sha1:5f1d7dba3fa706f265a6e86d5e0518f4e12e167a
--! Hash: sha1:ed58193161e5a2924cb7f5f1102b806cb94486bc

-- Scoring.
select;
