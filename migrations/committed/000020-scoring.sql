--! Previous: sha1:75a21f0af967b20d95d2af9b523c85ffd39e8500
--! Hash: sha1:fb6a0d6c46112b17a35e6df5b56594dd96518437

-- Scoring.
select;
