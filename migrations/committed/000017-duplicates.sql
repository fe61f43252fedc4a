--! Previous: sha1:d2a5edcbdf262ef8e6f1aef6bb64a267ab49b0ed
--! Hash: sha1:2760a381fd2e52b0faf90b3ceea8e35d93e105f0

-- Duplicates.
select;
