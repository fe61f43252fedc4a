--! Previous: sha1:bc0f2957613a1f181fa42b0cce6df5280b74ab5e
--! Hash: sha1:692aec29c249d0ce9c65737cc3269d83687cc1d2

-- Undo.
select;
