--! Previous: sha1:86895783fab1be1b8f698dcf05323cfd6cec692c
--! Hash: sha1:d420d867227089ffb91794b353797e6142e8ec50

-- Custom fields.
select;
