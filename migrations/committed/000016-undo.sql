--! Previous: sha1:800c4c156d5683c7b3b1898460a318fbbd40444f
--! Hash: sha1:8ed020ac4083941ec1faecd5f203378139bb2e98

-- Undo.
select;
