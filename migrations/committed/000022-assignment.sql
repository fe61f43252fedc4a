--! Previous: sha1:b52a2b1e96d29b381d084ad561ac570d6057ece9
--! Hash: sha1:022e04e411e7b05817e559fabc9aaa433e0073e6

-- Assignment.
select;
