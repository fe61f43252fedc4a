--! Previous: sha1:174e08c30d852f2b54c19da2ccbff8a476e05a97
--! Hash: sha1:527bc42e8e9fab0e5194206c45648413a094af40

-- Prediction.
select;
