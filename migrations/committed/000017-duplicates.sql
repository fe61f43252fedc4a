--! Previous: sha1:ae0d8abde3272917e591d17ed7c0211a22013f45
--! Hash: sha1:ba681ade1262ff671a1d512565449c42144484fd

-- Duplicates.
select;
