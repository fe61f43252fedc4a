--! Previous: sha1:05a2f7282721c1c8a859dd6abcff5df7fb0b2106
--! Hash: sha1:62a468141862ddeba7388bbfa88cac053a0f2f39

-- files: being written.
select 1;
