--! Previous: sha1:c62e2f6a17d21d5d58b10b35c599f3f8cf7a9161
--! Hash: sha1:fd82c47dc8770d99c90b0ffe62849b9264616168

-- Scoring.
select;
