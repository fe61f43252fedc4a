--! Previous: sha1:4925ae63083f55956ba8576198f1efa3708222c8
--! Hash: sha1:120702283443c3353549f3cddff8ea553d945e2a

-- Custom fields.
select;
