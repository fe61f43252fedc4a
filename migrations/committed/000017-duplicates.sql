--! Previous: sha1:43bbf628c502813a4b28cce8ffd39a317bb4a7fe
--! Hash: sha1:438076ffc2eaae32dc02306fbec2c09af7b23b64

-- Duplicates.
select;
