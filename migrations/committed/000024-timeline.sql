--! Previous: sha1:14eaad36dacf9f8fd9c109b5cd5d5fc312334670
--! Hash: sha1:05a2f7282721c1c8a859dd6abcff5df7fb0b2106

-- timeline: being written.
select 1;
