--! Previous: sha1:e24d7479ccc2bd7826774ecfa2049706be28a57a
--! Hash: sha1:a102ee4ea8676e29900f60dae767da7c29bd16b6

-- Duplicates.
select;
