--! Previous: sha1:ec6cd507d99849bc211461c66e08f1e5126842e5
--! Hash: sha1:78d4e03172ccfbd3eeeaa285f5ab614bfa3ef605

-- files: being written.
select 1;
