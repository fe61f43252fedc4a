--! Previous: sha1:85802064a363333d271c438aa607ac9ad30df88d
--! Hash: sha1:cef83703f088b9a395512608b552c9e2ef1c41e8

-- Merging.
select;
