--! Previous: sha1:bf3b26c8857f61ff5df1f76ff33d342c24da5cbf
--! Hash: sha1:bd2ed791b079e0baf6bb147f112382a69fa7a3b1

-- Prediction.
select;
