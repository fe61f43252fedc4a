--! Previous: sha1:c6be930a0813ad04a2c65813b5862a0276fcb941
--! Hash: sha1:182793642f2b5549caf547caf89b3aefdb99761e

-- files: being written.
select 1;
