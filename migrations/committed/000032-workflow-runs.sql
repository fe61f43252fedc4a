--! Previous: sha1:8767d901ce53ed81a008f7d1860bd9c95be7ccfc
--! Hash: sha1:0c03b86f049bdf6b0bdea33f5d9b715bdb398512

-- Workflow runs.
select 1;
