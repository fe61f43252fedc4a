--! Previous: sha1:73f9748e36299f1951d63cfe4beac1c4de0d8f6b
--! Hash: sha1:ee774e112a08055bd4af03a72938a24343539bd1

-- templates: being written.
select 1;
