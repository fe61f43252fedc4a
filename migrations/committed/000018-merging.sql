--! Previous: sha1:2760a381fd2e52b0faf90b3ceea8e35d93e105f0
--! Hash: sha1:6c3ecf28f6431778baab5af483e9f22fb99c4114

-- Merging.
select;
