--! Previous: sha1:5060804ae8ff16871de2c02360fc349eb82ff6b2
--! Hash: sha1:26ed7f82c2e852f759d5c8bada1cca4499ecce65

-- Assignment.
select;
