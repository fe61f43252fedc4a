--! Previous: sha1:1690d4d37dcc9367434affc381f43fbb576cbf75
--! Hash: sha1:f584d0aa8f41006bf265c3a1db797087148eef9a

-- Workflow actions.
select 1;
