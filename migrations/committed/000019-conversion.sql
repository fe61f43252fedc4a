--! Previous: sha1:9e5b6e83241efbd7eff6035bb276b76d4ba43a8f
--! Hash: sha1:e3aa25c907aeb9cbf6bf691d88eae07672dbe2fb

-- Conversion.
select;
