import type { CompanyRole } from '@namc/inputs/companies';
import type { Database } from '../engine/database.ts';
import { acceptCompanyInvitation, addCompany, inviteToCompany } from './commands.ts';
import { listOwnCompanyInvitations } from './queries.ts';

const portal = 'https://portal.example.org';

/** Adds a company of a member as the member, and returns its id. */
export function addSampleCompany(db: Database, userId: string, name = 'Sample Builders'): Promise<string> {
  return db.write({ kind: 'member', userId }, (tx) => addCompany(tx, { name }));
}

/** Invites an address as an owner. */
export function invite(
  db: Database,
  by: { companyId: string; ownerId: string },
  email: string,
  role: CompanyRole = 'MEMBER',
): Promise<void> {
  return db.write({ kind: 'member', userId: by.ownerId }, (tx) =>
    inviteToCompany(tx, { companyId: by.companyId, email, role, portal }),
  );
}

/** Brings a member with the address of the factory `addMember` into a company: invites as the owner, and accepts. */
export async function addColleague(
  db: Database,
  by: { companyId: string; ownerId: string },
  userId: string,
  role: CompanyRole = 'MEMBER',
): Promise<void> {
  await invite(db, by, `${userId}@example.org`, role);
  const colleague = { kind: 'member', userId } as const;
  const [offer] = await db.read(colleague, listOwnCompanyInvitations, { freshness: 'latest' });
  if (!offer) throw new Error('The invitation does not reach the colleague.');
  await db.write(colleague, (tx) => acceptCompanyInvitation(tx, offer));
}
