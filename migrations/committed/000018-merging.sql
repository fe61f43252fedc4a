--! Previous: sha1:434ff11a45b0e203a6016bf06fd96ff486402a71
--! Hash: sha1:54e54a7c7e01d8b6ff6cbda62b2b3db27754e3a3

-- Merging.
select;
