--! Previous: sha1:1a379ddcfef852d3ca42ed3db92aae694e5f9ca9
--! Hash: sha1:783ecca11df56530c264db73e5a7cd30d4b01605

-- templates: being written.
select 1;
