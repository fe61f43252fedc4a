--! Previous: sha1:ea13f2331d1796d13176a2bb4e9ecee17b0e4309
--! Hash: sha1:3a0ed4e7baeb7ed1875c4e5a75f276a34adbd674

-- notifications: being written.
select 1;
