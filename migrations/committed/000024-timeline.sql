--! Previous: sha1:350e6298bb98152a6c30de21e4bea1eaad56b130
--! Hash: sha1:265accb854e79ff448b480c923ab754ae30be694

-- timeline: being written.
select 1;
