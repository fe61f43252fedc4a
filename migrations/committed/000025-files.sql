--! Previous: sha1:babb26b1aaa8c552639514582a1f4608a3fdc681
--! Hash: sha1:69129b73f8fc4a962a30dc966a4a8588d734b037

-- files: being written.
select 1;
