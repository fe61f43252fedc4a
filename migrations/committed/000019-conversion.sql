--! Previous: sha1:67dab7dbab359d03939de8d8df6cef5636852dbc
--! Hash: sha1:0cbad04d350524e89d23a17c084f533efd595f8a

-- Conversion.
select;
