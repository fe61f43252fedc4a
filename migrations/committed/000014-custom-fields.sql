--! Previous: sha1:36a9490ff932ba06620e14d082b061a131b365f4
--! Hash: sha1:cbd99e1a57c549078d83959de8a0f4e65bac7629

-- Custom fields.
select;
