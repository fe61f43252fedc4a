--! Previous: sha1:182793642f2b5549caf547caf89b3aefdb99761e
--! Hash: sha1:21b23656660bf21adebcb22dda3b8cb8aeb97199

-- live-updates: being written.
select 1;
