--! Previous: sha1:358ef6cc1863664483b4f45e6a8e1b7922964847
--! Hash: sha1:6fe9a9ec3d5edbb93d346236cbfaec177b62bee0

-- Workflow actions.
select 1;
