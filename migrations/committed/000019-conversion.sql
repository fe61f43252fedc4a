--! Previous: sha1:6c3ecf28f6431778baab5af483e9f22fb99c4114
--! Hash: sha1:33e2649be595e863b91a34af95b585c6fbd61113

-- Conversion.
select;
