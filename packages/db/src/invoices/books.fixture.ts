import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { startMembership } from '../memberships/commands/terms.ts';
import { listOwnMemberships } from '../memberships/queries/terms.ts';
import type { testDatabase } from '../tools/testing/test-database.ts';
import { issueOwnInvoice } from './commands/issue.ts';
import { addInvoicePayment } from './factory.ts';
import { getInvoice } from './queries.ts';

export const address = 'https://portal.example.org';
const system: Actor = { kind: 'system', name: 'test' };

/** Members with terms, and the acts on their invoices. `treasurer` keeps the books. */
export function startBooks(
  portal: ReturnType<typeof testDatabase>,
  treasurer: () => Actor & { kind: 'staff' },
) {
  const days = async (...offsets: number[]): Promise<string[]> => {
    const rows = await portal.owner<{ day: string }[]>`
      select ((now() at time zone 'America/Los_Angeles')::date + days::int)::text as day
      from unnest(${offsets}::int[]) with ordinality as one (days, place) order by place`;
    return rows.map(({ day }) => day);
  };
  /** Somebody whose only term ends so many days from today. */
  async function memberEndingIn(left: number, sample: Parameters<typeof addMember>[1] = {}): Promise<string> {
    const userId = await addMember(portal.db, sample);
    const [startsOn = '', endsOn = ''] = await days(left - 364, left);
    await portal.db.write(system, (tx) =>
      startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }),
    );
    return userId;
  }
  const termsOf = (userId: string) =>
    portal.db.read({ kind: 'member', userId }, listOwnMemberships, { freshness: 'latest' });
  const lastDayOf = async (userId: string) =>
    (await termsOf(userId)).find(({ status }) => status !== 'CANCELLED')?.endsOn;
  const get = (invoiceId: string) =>
    portal.db.read(treasurer(), (tx) => getInvoice(tx, { invoiceId }), { freshness: 'latest' });
  const statusOf = async (userId: string) =>
    (await portal.owner`select status from users where id = ${userId}`)[0]?.status;
  const pay = (
    invoiceId: string,
    change: Parameters<typeof addInvoicePayment>[2] = {},
    actor: Actor = treasurer(),
  ) => addInvoicePayment(portal.db, invoiceId, change, actor);
  const issueOwn = async (userId: string, years = 1) => {
    const { id } = await portal.db.write({ kind: 'member', userId }, (tx) =>
      issueOwnInvoice(tx, { tierCode: 'REGULAR', years, portal: address }),
    );
    return id;
  };
  const yearsAfter = async (day: string, years: number) =>
    (await portal.owner`select (${day}::date + make_interval(years => ${years}))::date::text as day`)[0]?.day;
  return { days, memberEndingIn, termsOf, lastDayOf, get, statusOf, pay, issueOwn, yearsAfter };
}
