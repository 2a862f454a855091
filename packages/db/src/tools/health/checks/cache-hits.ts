import { definePortalCheck, stateOf } from '../check.ts';
import { type CountedSpan, judgeCounted } from '../counted.ts';

/** Fewer blocks say nothing: 80 MB in ten minutes. */
const leastBlocks = 10_000;

interface Row extends CountedSpan {
  relation: string | null;
  kind: string | null;
  hit: number;
  read: number;
}

export const cacheHits = definePortalCheck<Row>({
  name: 'cache-hits',
  area: 'tables',
  question: 'Do tables and indexes that are read much fit into the server’s memory?',
  unit: '%',
  place: 'portal',
  limits: { warn: 5, bad: 20 },
  notEmbedded: 'The embedded database keeps no counters for this.',
  // A report or a backup reads a table once, and stays in the ten minutes for ten rounds.
  alertsAfter: 15,
  explanation:
    'The number is the part of the blocks that a server did not find in its own memory in the last ten minutes. It may have found them in the machine’s memory, which costs less than a disk. One table that is read once by a report or a backup passes. One that stays here is larger than the memory, or is read whole again and again: look at the check of sequential reads first, and then at shared_buffers.',
  statement: ({ sql }) => sql<Row[]>`
    select s.server, s.seconds, s.ends, r.relation, r.kind, coalesce(r.hit, 0) as hit, coalesce(r.read, 0) as read
    from counted_spans(interval '10 minutes') s
    left join server_counters a on a.server = s.server and a.taken_at = s.begins
    left join server_counters b on b.server = s.server and b.taken_at = s.ends
    left join lateral (
      select n.name as relation, n.kind, n.hit - o.hit as hit, n.read - o.read as read
      from jsonb_to_recordset(b.relations) as n (name text, kind text, hit float8, read float8)
      join jsonb_to_recordset(a.relations) as o (name text, hit float8, read float8) using (name)
      where n.hit >= o.hit and n.read >= o.read and n.hit - o.hit + n.read - o.read > ${leastBlocks}::float8
    ) r on true
    order by s.server, r.read / (r.hit + r.read) desc nulls last`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const busy = rows
      .flatMap(({ server, relation, kind, hit, read }) =>
        relation === null
          ? []
          : [
              {
                server,
                relation,
                kind,
                blocks: hit + read,
                missed: Math.round((read / (hit + read)) * 1000) / 10,
              },
            ],
      )
      .toSorted((one, other) => other.missed - one.missed);
    const [worst] = busy;
    const value = worst?.missed ?? 0;
    const state = stateOf(value, limits);
    const says = !worst
      ? 'No table and no index was read much in the last ten minutes.'
      : state === 'ok'
        ? 'Tables and indexes that are read much are found in memory.'
        : `${worst.server} did not find ${value} % of the blocks of ${worst.relation} in its memory.`;
    return judgeCounted(rows, 300, { state, value, says, evidence: busy });
  },
});
