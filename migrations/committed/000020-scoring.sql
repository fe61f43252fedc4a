--! Previous: sha1:1967ebbd9e7607ee9fba380013b471402eb6d4d4
--! Hash: sha1:b45979428a75a50f99c7f5cb23c4ed59175bd295

-- Scoring.
select;
