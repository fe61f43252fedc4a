--! Previous: sha1:071a8cd4534deedf08b2af05a4ad42110812c7cb
--! Hash: sha1:dd696bc9cd9ddcda4008da9968090970b2a828b6

-- Scoring.
select;
