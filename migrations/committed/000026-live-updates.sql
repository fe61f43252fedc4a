--! Previous: sha1:84b1b247659e4509ed713a33ba696864ab373b83
--! Hash: sha1:3559de1791d825dbe3f7d7bcde842eca6cf0e8bf

-- live-updates: being written.
select 1;
