--! Previous: sha1:11d3720896552ae3db5962cd379843c548a2ec77
--! Hash: sha1:5c7eb97823ecc0bc354d0af93e55c4ed6ef95afd

-- files: being written.
select 1;
