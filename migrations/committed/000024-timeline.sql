--! Previous: sha1:b2a1047e71554e0d2aa2a1ba1774479d7bd9e290
--! Hash: sha1:11d3720896552ae3db5962cd379843c548a2ec77

-- timeline: being written.
select 1;
