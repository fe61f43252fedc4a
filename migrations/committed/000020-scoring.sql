--! Previous: sha1:aeac6340451334cb1e4d8675ffe8527ba37f3469
--! Hash: sha1:920fece670ee4702219329eda4d6df65811b062f

-- Scoring.
select;
