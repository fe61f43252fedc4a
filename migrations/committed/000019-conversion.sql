--! Previous: sha1:fd8ddd59a25a63ee8f04e679a9d56d8767367ca4
--! Hash: sha1:af23a949c6aa620e94e95fb88dd6dec8fd16d082

-- Conversion.
select;
