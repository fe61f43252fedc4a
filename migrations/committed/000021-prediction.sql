--! Previous: sha1:dd696bc9cd9ddcda4008da9968090970b2a828b6
--! Hash: sha1:97465bf35c907c81c279e9442374c1122f5355ff

-- Prediction.
select;
