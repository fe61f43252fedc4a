--! Previous: sha1:c36738aa3075c0db42d77ef0e229a4f84f32dd7c
--! Hash: sha1:376c043f96e9351b401927b0e4a30de3b35b85ad

-- files: being written.
select 1;
