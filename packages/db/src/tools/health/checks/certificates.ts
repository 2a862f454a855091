import { counted, definePortalCheck } from '../check.ts';
import { judgeReported, type Reported } from '../reported.ts';

/** A certificate that is renewed by itself has a third of its ninety days left by then. */
const fewDays = 30;
const hardlyAnyDays = 7;

interface Row extends Reported {
  endsAt: Date | null;
  days: number | null;
}

export const certificates = definePortalCheck<Row>({
  name: 'certificates',
  area: 'servers',
  question: 'Do the servers’ TLS certificates last for some weeks more?',
  unit: 'days',
  place: 'portal',
  notEmbedded: 'The embedded database is reached on this machine alone.',
  explanation:
    'A client that verifies the server refuses a certificate that has ended, and nobody reaches the database. Put a new one in the place of ssl_cert_file and let the server read it: it asks for no restart. The agent beside the server reads the date from the file.',
  fix: { sql: 'select pg_reload_conf()', lock: 'Takes no lock. Connections that are open go on.' },
  statement: ({ sql }) => sql<Row[]>`
    select s.server, r.reported_at as "reportedAt", extract(epoch from now() - r.reported_at)::float8 as "silentSeconds",
           r.certificate_ends_at as "endsAt", (extract(epoch from r.certificate_ends_at - now()) / 86400)::float8 as days
    from (select server from server_counters union select server from agent_reports where reported_at > now() - interval '7 days') s
    left join lateral (select * from agent_reports a where a.server = s.server order by a.reported_at desc limit 1) r on true
    order by r.certificate_ends_at, s.server`,
  judge: ([answer]) =>
    judgeReported(answer?.rows ?? [], (rows) => {
      const evidence = rows.map(({ server, endsAt }) => ({ server, endsAt: endsAt?.toISOString() ?? null }));
      const [first] = rows.filter(({ days }) => days !== null);
      if (!first) {
        const says = 'No server uses TLS, so there is no certificate.';
        return { state: 'not applicable', value: null, says, evidence };
      }
      const days = Math.floor(first.days ?? 0);
      const state = days < hardlyAnyDays ? 'bad' : days < fewDays ? 'warn' : 'ok';
      const says =
        days < 0
          ? `The certificate of ${first.server} has ended.`
          : `The certificate of ${first.server} ends in ${counted(days, 'day')}.`;
      return { state, value: days, says, evidence };
    }),
});
