--! Previous: sha1:fe08e65608c33a57d40f0be80882b2ce5458d273
--! Hash: sha1:c637a0c0b52cd2a691ce35720ed55805d3ac7676

-- Conversion.
select;
