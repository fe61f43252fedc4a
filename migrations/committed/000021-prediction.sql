--! Previous: sha1:a3f687fe5626980aa9e30a133adfd8a82e880b2f
--! Hash: sha1:0ca5e51b30b0ec29252c0a2d5281a76a883f7a64

-- Prediction.
select;
