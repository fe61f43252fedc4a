--! Previous: sha1:9fcbfc200e950005d0c024e0c39ed410bdb11dce
--! Hash: sha1:aa5d92d291558f4390a713931aa16caa6a8ffe28

-- notifications: being written.
select 1;
