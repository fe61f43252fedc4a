--! Previous: sha1:fe77723ff7b0bf80da1f5e76b7094b374a202928
--! Hash: sha1:9ebe9dc23a30770b4f50910ca17facfa936259e1

-- Assignment.
select;
