--! Previous: sha1:4ee484321f40d60006d88911de92b6b96f142540
--! Hash: sha1:beb38f6007cc3153ffa10af9926e18af0eb67544

-- notifications: being written.
select 1;
