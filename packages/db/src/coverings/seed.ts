import { acceptCompanyInvitation, inviteToCompany } from '../companies/commands.ts';
import { listOwnCompanies, listOwnCompanyInvitations } from '../companies/queries.ts';
import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { issueUpgrade } from '../invoices/commands/issue.ts';
import { recordInvoicePayment } from '../invoices/commands/settle.ts';
import { getInvoice } from '../invoices/queries.ts';
import { people } from '../members/seed/people.ts';
import { emailOf, memberNamed, personId } from '../members/seed/person.ts';
import { addTier } from '../memberships/commands/tiers.ts';
import { listUpgrades } from '../memberships/queries/renewals.ts';

const portal = 'http://localhost:3000';
const staffNamed = (lastName: string): Actor => ({ kind: 'staff', userId: personId(lastName) });

/** A tier for firms and their people. One member has upgraded to it, and a lapsed member has come to that firm. */
export async function coverFirm(db: Database): Promise<void> {
  const [manager, treasurer] = [staffNamed('Okafor'), staffNamed('Warren')];
  const [owner, colleague] = ['Stavros', 'Ruiz'];
  const tierCode = await db.write(manager, (tx) =>
    addTier(tx, {
      name: 'Firm',
      description: 'For firms whose people take part too.',
      memberType: 'CORPORATE',
      annualDuesCents: 120_000,
      periodMonths: 12,
      isOffered: true,
      isJoinable: true,
      coversPeople: true,
      position: 35,
      benefits: ['Everyone in the company counts as a member, without dues of their own'],
    }),
  );
  const userId = personId(owner);
  const offers = await db.read(treasurer, (tx) => listUpgrades(tx, { userId }), { freshness: 'latest' });
  const seenCents = offers.find(({ code }) => code === tierCode)?.cents;
  if (seenCents === undefined) throw new Error(`${owner} can’t upgrade.`);
  await db.write(treasurer, async function coverFirm(tx) {
    const invoiceId = await issueUpgrade(tx, { userId, tierCode, seenCents, portal });
    const { issuedOn } = await getInvoice(tx, { invoiceId });
    await recordInvoicePayment(tx, {
      invoiceId,
      provider: 'CHECK',
      reference: '3311',
      amountCents: seenCents,
      seenDueCents: seenCents,
      keepsCredit: false,
      receivedOn: issuedOn,
      key: crypto.randomUUID(),
      portal,
    });
  });
  const [firm] = await db.read(memberNamed(owner), listOwnCompanies, { freshness: 'latest' });
  const person = people.find(({ name }) => name[1] === colleague);
  if (!firm || !person) throw new Error(`There is no company of ${owner}, or no ${colleague}.`);
  const offer = { companyId: firm.id, email: emailOf(person.name), role: 'MEMBER' as const, portal };
  await db.write(memberNamed(owner), (tx) => inviteToCompany(tx, offer));
  const [open] = await db.read(memberNamed(colleague), listOwnCompanyInvitations, { freshness: 'latest' });
  if (open) await db.write(memberNamed(colleague), (tx) => acceptCompanyInvitation(tx, open));
}
