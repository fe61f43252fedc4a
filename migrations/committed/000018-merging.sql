--! Previous: sha1:438076ffc2eaae32dc02306fbec2c09af7b23b64
--! Hash: sha1:bb1231734ce3cd9b53d1542b5f3fcce96714fef7

-- Merging.
select;
