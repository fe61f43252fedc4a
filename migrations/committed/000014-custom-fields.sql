--! Previous: sha1:61981654883c4f5fdef7105ab10895568b6441ea
--! Hash: sha1:c2e6ec119966ab6bd4af1567f296b08b53e93448

-- Custom fields.
select;
