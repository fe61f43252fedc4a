--! Previous: sha1:db63f6885ec01768ce3ecc987d256741790713f8
--! Hash: sha1:14eaad36dacf9f8fd9c109b5cd5d5fc312334670

-- notifications: being written.
select 1;
