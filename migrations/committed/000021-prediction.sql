--! Previous: sha1:8d8a72db6e680c36eacac32e3dc4881d6c6d89d3
--! Hash: sha1:ce40e6102bf4e1f5599b200728c05a0fdabb0ccf

-- Prediction.
select;
