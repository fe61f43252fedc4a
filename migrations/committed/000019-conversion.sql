--! Previous: sha1:b06592c9167cbe5a8b2b268e9ef378f696e12403
--! Hash: sha1:e63464a157278c0ddd2149e682e82fd1b5532957

-- Conversion.
select;
