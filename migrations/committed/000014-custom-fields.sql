--! Previous: sha1:c62313a6c9a8e57800df15f403268f5178634d1f
--! Hash: sha1:71892f8dbae2ff9c50f467ccec330dde72eb804a

-- Custom fields.
select;
