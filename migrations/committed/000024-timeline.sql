--! Previous: sha1:70bacf183da1448fae7450ccb6ddd91794733631
--! Hash: sha1:babb26b1aaa8c552639514582a1f4608a3fdc681

-- timeline: being written.
select 1;
