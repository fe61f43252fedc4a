--! Previous: sha1:2e6311bb3bdad0b2480860bd8fd2d62e03df2b1d
--! Hash: sha1:c77080b06abb1ff9f3f9871b2b75535cad3fb238

-- templates: being written.
select 1;
