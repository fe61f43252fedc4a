--! Previous: sha1:d77f9e039178811120776491b07d55b4110c982f
--! Hash: sha1:6ac82fceb60faaff0c9496d5b1d3049b6b94f4bc

-- Undo.
select;
