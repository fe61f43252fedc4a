--! Previous: sha1:deb26b006ccaad3f67eb64e45f2f3f1b4f6106be
--! Hash: sha1:4db106beaf4b95aa41e84d60cda93c0d79661ebb

-- files: being written.
select 1;
