--! Previous: sha1:ba681ade1262ff671a1d512565449c42144484fd
--! Hash: sha1:67dab7dbab359d03939de8d8df6cef5636852dbc

-- Merging.
select;
