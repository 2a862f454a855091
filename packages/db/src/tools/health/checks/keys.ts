import type { PortalKeyKind } from '../../../health/tables.ts';
import { definePortalCheck, judgeLargest } from '../check.ts';

/** The settings that hold each kind of key, and whether every portal has one. */
const settings: Record<PortalKeyKind, { name: string; isNeeded: boolean }> = {
  ENCRYPTION: { name: 'PORTAL_KEYS', isNeeded: true },
  SEAL: { name: 'PORTAL_SEAL_KEYS', isNeeded: true },
  BIDS: { name: 'PORTAL_BID_KEYS', isNeeded: false },
  COOKIE: { name: 'COOKIE_SECRET', isNeeded: false },
  METRICS: { name: 'METRICS_TOKEN', isNeeded: false },
};

interface Row {
  kind: PortalKeyKind;
  key: string | null;
  firstSeenAt: Date;
  days: number;
}

export const keys = definePortalCheck<Row>({
  name: 'keys',
  area: 'safety',
  question: 'Are the portal’s secret keys changed from time to time?',
  unit: 'days',
  place: 'portal',
  limits: { warn: 365, bad: 730 },
  mayStayUnknown: true,
  explanation:
    'A key that nobody changes is known to everybody who ever had it. When the worker starts, it notes a fingerprint of each key that it holds, and never the key. The age counts from the first start with the key, so a key that is older than this check looks younger. docs/runbooks/change-a-key.md says how to change each one.',
  fix: { sql: 'portal keys generate', lock: 'A command, and no SQL. It prints a key and changes nothing.' },
  // The current key of a kind is the one that a worker saw last.
  statement: ({ sql }) => sql<Row[]>`
    select distinct on (kind) kind, name as key, first_seen_at as "firstSeenAt",
           (extract(epoch from now() - first_seen_at) / 86400)::float8 as days
    from portal_keys order by kind, last_seen_at desc, first_seen_at desc`,
  judge: ([answer], limits) => {
    const rows = answer?.rows ?? [];
    const evidence = rows
      .toSorted((one, other) => other.days - one.days)
      .map(({ kind, key, firstSeenAt, days }) => ({
        setting: settings[kind].name,
        key,
        firstSeen: firstSeenAt.toISOString().slice(0, 10),
        days: Math.floor(days),
      }));
    const { state, value, row } = judgeLargest(rows, ({ days }) => Math.floor(days), limits);
    if (row && state !== 'ok') {
      const says = `The key in ${settings[row.kind].name} has been the same for ${value.toLocaleString('en-US')} days.`;
      return { state, value, says, evidence };
    }
    const missing = Object.entries(settings).find(
      ([kind, { isNeeded }]) => isNeeded && !rows.some((one) => one.kind === kind),
    );
    if (missing) {
      const says = `No worker has told since when it has the key in ${missing[1].name}.`;
      return { state: 'unknown', value: null, says, evidence };
    }
    return {
      state,
      value,
      says: `The oldest key has been seen for ${value.toLocaleString('en-US')} days.`,
      evidence,
    };
  },
});
