--! Previous: sha1:c2e4e798c357bc262b24b719bfcccc2d4fb9be1c
--! Hash: sha1:1127f623788df173c7624eb83081afcd3b0b52de

-- Undo.
select;
