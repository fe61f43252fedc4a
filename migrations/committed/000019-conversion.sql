--! Previous: sha1:53b3d734003355917874278ca94aa7afe1ede0aa
--! Hash: sha1:c62e2f6a17d21d5d58b10b35c599f3f8cf7a9161

-- Conversion.
select;
