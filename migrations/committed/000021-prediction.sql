--! Previous: sha1:47e566c2c70119aae2b11e17e5d9fe054de0278a
--! Hash: sha1:ec0e5713d63a546069d6188e2128e00e02425522

-- Prediction.
select;
