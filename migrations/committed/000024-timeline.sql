--! Previous: sha1:aa5d92d291558f4390a713931aa16caa6a8ffe28
--! Hash: sha1:829b710501d21cd40ed727cdefcdd6279778215d

-- timeline: being written.
select 1;
