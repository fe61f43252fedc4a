--! Previous: sha1:52e3e5416ec498a82b052973da5e1d741ea8b6ed
--! Hash: sha1:d6eec1f9373ea2a0eb40cc442bce4359f5821f3c

-- Merging.
select;
