--! Previous: sha1:794750363a7fc153cdb453bf949a2c055590427a
--! Hash: sha1:3baded36f2c7be45d4b82ec2326ff6ab56ec1774

-- templates: being written.
select 1;
