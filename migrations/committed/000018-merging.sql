--! Previous: sha1:ecdc66d37495496f427afe82882cd160baa7ba65
--! Hash: sha1:b06592c9167cbe5a8b2b268e9ef378f696e12403

-- Merging.
select;
