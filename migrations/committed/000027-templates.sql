--! Previous: sha1:e801171cf29c88963ab2c38cbe325497ea6c5b8c
--! Hash: sha1:1c5d653f31fa4c8a41bd459a8f7bf82af0cb33bc

-- templates: being written.
select 1;
