-- portal: tx
-- A key costs half as much to make, in each row of the trail and of every other table.

-- The same form of key: 48 bits of milliseconds, the version 7, and 74 random bits with the variant. `date_part` gives the
-- seconds as a double, which is exact to the microsecond for a century and spares the arithmetic of numeric.
CREATE OR REPLACE FUNCTION time_ordered_uuid() RETURNS uuid
LANGUAGE sql VOLATILE PARALLEL SAFE
RETURN (
  lpad(to_hex(floor(date_part('epoch', clock_timestamp()) * 1000)::bigint), 12, '0')
  || '7' || substr(gen_random_uuid()::text, 16)
)::uuid;
