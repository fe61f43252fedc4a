--! Previous: sha1:8318e75e45f96739510065f1ee49c63dbd4c7e23
--! Hash: sha1:85802064a363333d271c438aa607ac9ad30df88d

-- Duplicates.
select;
