--! Previous: sha1:d5f8809cd84636c795ea479b6e2d1af961064784
--! Hash: sha1:04439883bf5db81b57a464537ecbe45da1a298d9

-- Custom fields.
select;
