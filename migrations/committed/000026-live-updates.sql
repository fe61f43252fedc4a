--! Previous: sha1:341077673d62a413171279c8f32a6e7ba4dcb7dc
--! Hash: sha1:c67d0a5d8c34359b04a580baec1819c11cdeca32

-- live-updates: being written.
select 1;
