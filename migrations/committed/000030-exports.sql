--! Previous: sha1:44c1e20e7c0698059e3cba1c24cb8d650925f53a
--! Hash: sha1:6c5defd003217f88476f1bc9baacfe9522c7dd80

-- Exports.
select 1;
