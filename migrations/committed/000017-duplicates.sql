--! Previous: sha1:6f59d708e8755931f2553962e329453d9a633c15
--! Hash: sha1:fd253ef3dbd385164ae6404db4fde948acab70bc

-- Duplicates.
select;
