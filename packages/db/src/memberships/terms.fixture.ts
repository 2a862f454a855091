import { addMember } from '../members/factory.ts';
import { system } from '../tools/testing/sample.ts';
import type { testDatabase } from '../tools/testing/test-database.ts';
import { startMembership } from './commands/terms.ts';
import { listOwnMemberships } from './queries/terms.ts';

type Portal = ReturnType<typeof testDatabase>;

/** Members with terms around today. */
export function startTerms(portal: Portal) {
  const californiaDays = async (...offsets: number[]): Promise<string[]> => {
    const rows = await portal.owner<{ day: string }[]>`
      select ((now() at time zone 'America/Los_Angeles')::date + days::int)::text as day
      from unnest(${offsets}::int[]) with ordinality as one (days, place) order by place`;
    return rows.map(({ day }) => day);
  };
  const start = (userId: string, startsOn: string, endsOn: string, tierCode = 'REGULAR') =>
    portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode, startsOn, endsOn }));
  /** Somebody whose last term ends so many days from today. */
  async function memberEndingIn(days: number, sample: Parameters<typeof addMember>[1] = {}) {
    const userId = await addMember(portal.db, sample);
    const [first = '', last = ''] = await californiaDays(days - 364, days);
    await start(userId, first, last);
    return userId;
  }
  const statusOf = async (userId: string) =>
    (await portal.owner`select status from users where id = ${userId}`)[0]?.status;
  const termsOf = (userId: string) =>
    portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' });
  return { californiaDays, start, memberEndingIn, statusOf, termsOf };
}
