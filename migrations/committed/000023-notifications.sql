--! Previous: sha1:d8f02ecbf8cf109f63f71f603ffc474bec55987c
--! Hash: sha1:a23cd5a90e818772b9769748e9ae50e08a8a16d1

-- notifications: being written.
select 1;
