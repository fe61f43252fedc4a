--! Previous: sha1:f84db2310e680a875422825bf44b48328f250ac2
--! Hash: sha1:6cf34c029f2477fbecd0bf8fce3bf4eb7c31ebd1

-- files: being written.
select 1;
