--! Previous: sha1:ed41d53651a6bbe48d2493675faa088981a1323e
--! Hash: sha1:de1a76eeb5fc0e8f0ca6211c73cb66eb13f3115a

-- templates: being written.
select 1;
