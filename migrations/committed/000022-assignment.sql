--! Previous: sha1:31e052bd0836f422528800444007840e0673fd1c
--! Hash: sha1:568251b07ac5db50b79283521887acbd53d876e0

-- Assignment.
select;
