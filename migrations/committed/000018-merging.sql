--! Previous: sha1:d359261ad9104718766a28686e7f87392a7d9041
--! Hash: sha1:7f8e0d3abad83e688b563407dc710af73cf595cf

-- Merging.
select;
