--! Previous: sha1:265accb854e79ff448b480c923ab754ae30be694
--! Hash: sha1:d1e3b695ac62a5c450550b950136e1049394e293

-- files: being written.
select 1;
