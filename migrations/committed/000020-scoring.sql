--! Previous: sha1:076535b644fea67661c3396cd0b82485ffe9d3b3
--! Hash: sha1:4a3eb6a356d38ffbc5ae0d54faad9de9ff2a74fc

-- Scoring.
select;
