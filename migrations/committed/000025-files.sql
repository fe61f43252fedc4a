--! Previous: sha1:a610be8d58af39f4395959b2d5062867826f86f8
--! Hash: sha1:73764037059de29547e6f804df95843071f2a6a4

-- files: being written.
select 1;
