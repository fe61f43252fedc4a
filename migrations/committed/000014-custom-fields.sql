--! Previous: sha1:72aa335ad30238f6fc29707a4beb765e5a4db890
--! Hash: sha1:a6fb38fc9d03c85e604c5b47a15db12d94f4ef85

-- Custom fields.
select;
