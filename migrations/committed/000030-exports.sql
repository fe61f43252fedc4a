--! Previous: sha1:5cd24e393348180908542427ffae7a7ae21767a6
--! Hash: sha1:5894aab7eae441cb945c55dde42bc41fd9f74e16

-- Exports.
select 1;
