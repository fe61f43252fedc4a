--! Previous: sha1:c637a0c0b52cd2a691ce35720ed55805d3ac7676
--! Hash: sha1:50418a3acb324fef29ce66ac31a7b584781d2f3b

-- Scoring.
select;
