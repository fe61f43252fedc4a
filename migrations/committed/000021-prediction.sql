--! Previous: sha1:fd82c47dc8770d99c90b0ffe62849b9264616168
--! Hash: sha1:2a1a425c77ea4c6609b269b7eaff37dc1866110b

-- Prediction.
select;
