import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';
import { issueDuesInvoice, issueOtherInvoice } from './commands/issue.ts';
import { closeInvoice, recordInvoicePayment } from './commands/settle.ts';
import { getInvoice } from './queries.ts';

const portal = 'http://localhost:3000';

/** Gives some members invoices: open, overdue, paid in part, paid, and waived ones. */
export async function issueDemoInvoices(tx: WriteTransaction, now: Date): Promise<void> {
  const members = people
    .filter(
      ({ status = 'ACTIVE', role, memberType = 'REGULAR' }) =>
        status === 'ACTIVE' && role === undefined && memberType !== 'HONORARY',
    )
    .slice(0, 7);
  const day = (daysAgo: number) => new Date(now.getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);
  const [open, inPart, paid, waived, booth, ...late] = members.map(({ name, memberType = 'REGULAR' }) => ({
    userId: personId(name[1]),
    tierCode: memberType,
  }));
  const issue = (person: typeof open, years = 1) =>
    person && issueDuesInvoice(tx, { ...person, years, portal });
  const pay = async (invoiceId: string, part: number, reference: string) => {
    const { totalCents: total } = await getInvoice(tx, { invoiceId });
    await recordInvoicePayment(tx, {
      invoiceId,
      provider: 'CHECK',
      reference,
      amountCents: Math.round(total * part),
      seenDueCents: total,
      keepsCredit: false,
      receivedOn: day(2),
      key: stableUuid('demo payment', reference, ''),
      portal,
    });
  };
  await issue(open, 2);
  for (const [at, { userId, tierCode }] of late.entries())
    await tx.sql`select add_demo_invoice(${userId}, ${tierCode}, ${45 + 30 * at})`;
  const partly = await issue(inPart);
  const whole = await issue(paid);
  const forgiven = await issue(waived);
  if (booth)
    await issueOtherInvoice(tx, {
      userId: booth.userId,
      words: 'Booth at the spring dinner',
      amountCents: 35_000,
      portal,
    });
  if (partly) await pay(partly, 0.5, '2207');
  if (whole) await pay(whole, 1, '1042');
  if (forgiven)
    await closeInvoice(tx, {
      invoiceId: forgiven,
      closing: 'WAIVED',
      reason: 'Hardship after the winter floods, by decision of the board',
      portal,
    });
}
