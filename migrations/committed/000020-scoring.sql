--! Previous: sha1:df9871e4f2cade95b714effa3c8443fc182dab38
--! Hash: sha1:b8282ae9f954a4c6ec8353208e80df6bb4b7a8b0

-- Scoring.
select;
