--! Previous: sha1:d8a168f44f5cdaa9d9c1d77a062e699d2a171485
--! Hash: sha1:d2a5edcbdf262ef8e6f1aef6bb64a267ab49b0ed

-- Undo.
select;
