--! Previous: sha1:50418a3acb324fef29ce66ac31a7b584781d2f3b
--! Hash: sha1:dc6fd1ccb80fdb737f6845f0114f868dde4b17ab

-- Prediction.
select;
