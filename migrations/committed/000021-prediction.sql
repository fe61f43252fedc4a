--! Previous: sha1:48eb8237184b7572263c24d1c226749e97c53a1c
--! Hash: sha1:3b66b916e5c955595918603215c9538d5a24fcc4

-- Prediction.
select;
