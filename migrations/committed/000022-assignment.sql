--! Previous: sha1:ee3a39a5fe4308e245e443720a66517c7a480839
--! Hash: sha1:41dbde5e27d927ef79b3dcc8ff1a63c36072f722

-- Assignment.
select;
