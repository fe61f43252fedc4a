--! Previous: sha1:f3a5e0b00e40574bf77e40548e0030447b47fcda
--! Hash: sha1:434ff11a45b0e203a6016bf06fd96ff486402a71

-- Duplicates.
select;
