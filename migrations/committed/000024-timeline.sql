--! Previous: sha1:0dec09d1be5936cec82f3d448216ca6dd26c5453
--! Hash: sha1:f84db2310e680a875422825bf44b48328f250ac2

-- timeline: being written.
select 1;
