--! Previous: sha1:376c043f96e9351b401927b0e4a30de3b35b85ad
--! Hash: sha1:65e92f453b622cf5ea57b83d62ee13592b89c15b

-- live-updates: being written.
select 1;
