--! Previous: sha1:944fa65833bb6449e03e1dc97bc00952d8167a8b
--! Hash: sha1:becb436f6c49b8bfee9caa83cec4476a04e25e3a

-- Prediction.
select;
