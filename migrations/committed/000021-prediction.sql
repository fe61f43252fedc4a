--! Previous: sha1:77288bc46823fd268b2c6e88f43929093defbb0b
--! Hash: sha1:6f90399358c457bbb52f2a92aa48069f0a22bdb0

-- Prediction.
select;
