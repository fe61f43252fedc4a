--! Previous: sha1:5ade71440fecd9acd0824e3e1d2148393b285106
--! Hash: sha1:5ac67632387b608df3892c3dcf2065c8605b16ca

-- Custom fields.
select;
