--! Previous: sha1:d783389530a5e4d51541e5928d5d86d82ceec59e
--! Hash: sha1:391dc51d51ceab340659ef8dc2160cdfc88acfe4

-- Custom fields.
select;
