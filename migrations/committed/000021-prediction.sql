--! Previous: sha1:fb6a0d6c46112b17a35e6df5b56594dd96518437
--! Hash: sha1:822ffb4a55cca1e86dd646ccc54aaaf0a2086d70

-- Prediction.
select;
