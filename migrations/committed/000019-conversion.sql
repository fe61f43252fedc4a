--! Previous: sha1:7f8e0d3abad83e688b563407dc710af73cf595cf
--! Hash: sha1:81b103a124182019721844901ecc8de6ac0fd23a

-- Conversion.
select;
