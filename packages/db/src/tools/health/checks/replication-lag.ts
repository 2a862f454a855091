import { defineCheck, judgeLargest, spanInWords } from '../check.ts';

/** Five beats that nobody wrote. */
const silentAfterSeconds = 10;

export const replicationLag = defineCheck({
  name: 'replication-lag',
  area: 'servers',
  question: 'How old is what the replicas show?',
  unit: 'seconds',
  place: 'every server',
  limits: { warn: 10, bad: 30 },
  notEmbedded: 'The embedded database has no replicas.',
  explanation:
    'The portal writes the time into one row every two seconds. The lag is the difference between this row on the primary and on the replica. An idle primary is therefore no lag, and a cut connection is. The portal itself stops reading from a replica that is 5 s behind. Look at the replica’s log: it may have lost its connection, or wait for a long read.',
  statement: (sql) => sql<{ beatAt: Date; age: number }[]>`
    select beat_at as "beatAt", extract(epoch from clock_timestamp() - beat_at)::float8 as age
    from portal_heartbeat`,
  judge: (answers, limits) => {
    const replicas = answers.filter(({ isReplica }) => isReplica);
    if (replicas.length === 0) {
      return { state: 'not applicable', value: null, says: 'There are no replicas.' };
    }
    const beat = answers.find(({ isReplica }) => !isReplica)?.rows[0];
    if (!beat)
      return { state: 'unknown', value: null, says: 'The primary shows no heartbeat to compare with.' };
    // A worker that is away writes no heartbeat anywhere.
    if (beat.age > silentAfterSeconds) {
      const says = `Nobody has written the heartbeat for ${spanInWords(beat.age)}: the worker is away.`;
      return { state: 'unknown', value: null, says };
    }
    const rows = replicas.map(({ server, rows: [row] }) => ({
      server,
      // Servers are asked side by side, so a replica can seem to be ahead.
      seconds: row
        ? Math.max(0, (beat.beatAt.getTime() - row.beatAt.getTime()) / 1000)
        : Number.POSITIVE_INFINITY,
    }));
    const { state, value, row } = judgeLargest(rows, ({ seconds }) => seconds, limits);
    const says =
      state === 'ok'
        ? 'Every replica shows what the primary has.'
        : `${row?.server} is ${spanInWords(value)} behind.`;
    return { state, value, says, evidence: rows };
  },
});
