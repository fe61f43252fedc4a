--! Previous: sha1:dc6fd1ccb80fdb737f6845f0114f868dde4b17ab
--! Hash: sha1:c95a9cbc075d654a9a21dabb7844d3c7c6af09f6

-- Assignment.
select;
