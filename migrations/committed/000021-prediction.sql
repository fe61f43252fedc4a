--! Previous: sha1:920fece670ee4702219329eda4d6df65811b062f
--! Hash: sha1:71b0132e39ac4a17b62e08cad9ed835b1da869fd

-- Prediction.
select;
