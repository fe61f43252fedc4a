--! Previous: sha1:0ca5e51b30b0ec29252c0a2d5281a76a883f7a64
--! Hash: sha1:141bf3b683cdf257c09925cac0247b8fee77d17b

-- Assignment.
select;
