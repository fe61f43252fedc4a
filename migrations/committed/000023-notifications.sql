--! Previous: sha1:e0686a856fb5699d532baf48f7d264b844a8cb26
--! Hash: sha1:350e6298bb98152a6c30de21e4bea1eaad56b130

-- notifications: being written.
select 1;
