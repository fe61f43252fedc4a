--! Previous: sha1:227cf709641a5e2d40e0ddb6f1461ec40f4562aa
--! Hash: sha1:fc73b0216e48e60f3905dbe20d5657a106c600af

-- Custom fields.
select;
