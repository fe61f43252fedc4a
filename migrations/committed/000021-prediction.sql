--! Previous: sha1:aae939a4e51e2a8deadbdadcd1d7c14d7a43a64a
--! Hash: sha1:fe77723ff7b0bf80da1f5e76b7094b374a202928

-- Prediction.
select;
