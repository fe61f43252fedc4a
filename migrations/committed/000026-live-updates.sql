--! Previous: sha1:5c7eb97823ecc0bc354d0af93e55c4ed6ef95afd
--! Hash: sha1:e801171cf29c88963ab2c38cbe325497ea6c5b8c

-- live-updates: being written.
select 1;
