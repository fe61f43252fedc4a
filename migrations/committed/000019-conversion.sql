--! Previous: sha1:d6eec1f9373ea2a0eb40cc442bce4359f5821f3c
--! Hash: sha1:ef10d765cfd7481ffa9ea1a50a3b969d8dcffab2

-- Conversion.
select;
