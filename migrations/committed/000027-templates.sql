--! Previous: sha1:b7347e8f935f9c264bd7e6b236bc3b2db79fdbb7
--! Hash: sha1:f55f9233c564c578c905eaf1a336e1cbf949a93b

-- templates: being written.
select 1;
