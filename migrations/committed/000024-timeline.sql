--! Previous: sha1:a23cd5a90e818772b9769748e9ae50e08a8a16d1
--! Hash: sha1:5b9d415f4156ec5acedb8d9d730f7d6a33bcc743

-- timeline: being written.
select 1;
