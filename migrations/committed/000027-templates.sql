--! Previous: sha1:21b23656660bf21adebcb22dda3b8cb8aeb97199
--! Hash: sha1:30b4b5ccafefecaee5b0429f4d38a5116ccd5714

-- templates: being written.
select 1;
