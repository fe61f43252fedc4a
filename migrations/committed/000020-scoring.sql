--! Previous: sha1:16cfbe129b65443ca70e885c2f95db2a39b9e78c
--! Hash: sha1:77288bc46823fd268b2c6e88f43929093defbb0b

-- Scoring.
select;
