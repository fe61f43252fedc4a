--! Previous: sha1:3a0ed4e7baeb7ed1875c4e5a75f276a34adbd674
--! Hash: sha1:ec6cd507d99849bc211461c66e08f1e5126842e5

-- timeline: being written.
select 1;
