--! Previous: sha1:9718e883f75e4c66530e701f2970c2cea47a4700
--! Hash: sha1:341077673d62a413171279c8f32a6e7ba4dcb7dc

-- files: being written.
select 1;
