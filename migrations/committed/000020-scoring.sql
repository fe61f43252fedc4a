--! Previous: sha1:f36799a195053492976cc3cfe239390091233f4f
--! Hash: sha1:a3f687fe5626980aa9e30a133adfd8a82e880b2f

-- Scoring.
select;
