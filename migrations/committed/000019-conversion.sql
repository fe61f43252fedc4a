--! Previous: sha1:e021d14d534ed398bf53804ae1d0db1dbfddec1d
--! Hash: sha1:df9871e4f2cade95b714effa3c8443fc182dab38

-- Conversion.
select;
