import type { Client } from '../../engine/connection.ts';

/** The measurements of pgstatindex for one B-tree index. A type and no interface, because it is evidence of a run as well. */
export type MeasuredIndex = {
  bytes: number;
  /** How full its leaves are, in percent. */
  density: number;
  /** The bytes that a new index would not take. A new one fills its leaves to its own fill factor, 90 % by default. */
  wasted: number;
};

/** The schema of the extension pgstattuple; undefined without it. */
export async function findMeasuringSchema(sql: Client): Promise<string | undefined> {
  const [row] = await sql<{ schema: string }[]>`
    select extnamespace::regnamespace::text as schema from pg_extension where extname = 'pgstattuple'`;
  return row?.schema;
}

/** Reads a whole index and measures it. For the owner of the index. */
export async function measureIndex(
  sql: Client,
  schema: string,
  index: string,
): Promise<(MeasuredIndex & { filenode: number }) | undefined> {
  const [row] = await sql<(MeasuredIndex & { filenode: number })[]>`
    select m.index_size::float8 as bytes, full_at.density as density,
           greatest(0, m.index_size - (m.internal_pages + 1 + m.leaf_pages * least(1, full_at.density / full_at.percent))
             * current_setting('block_size')::int)::float8 as wasted,
           pg_relation_filenode(${index}::text::regclass)::bigint::float8 as filenode
    from ${sql(schema)}.pgstatindex(${index}::text::regclass) m, lateral (
      select coalesce((select option_value::float8 from pg_class c, pg_options_to_table(c.reloptions)
                       where c.oid = ${index}::text::regclass and option_name = 'fillfactor'), 90) as percent,
             case when m.avg_leaf_density = 'NaN' then 100 else m.avg_leaf_density end as density
    ) full_at`;
  return row;
}
