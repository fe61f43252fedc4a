--! Previous: sha1:ceb3cb8f03a37a0437faec51d481eb9b4327c753
--! Hash: sha1:fc5877cc4bcad0a099d909a71b21acf3b665c578

-- Assignment.
select;
