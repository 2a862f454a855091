import type { AddMemberInput } from '@namc/inputs/memberships';
import { eq } from 'drizzle-orm';
import { recordAdminAction } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { InvalidInput, NotFound, Refused } from '../../engine/errors.ts';
import { sendLetter } from '../../mail/commands.ts';
import { addresseeColumns } from '../../members/queries/addressee.ts';
import { users } from '../../members/tables.ts';
import {
  judgeNewMember,
  lastDayOf,
  listNamesakes,
  type Namesake,
  type Newcomer,
} from '../queries/newcomers.ts';

const added = computed({ id: 'string | null' });

/** The company of a new member: one that is here, or true for another one of the same name. */
type Belonging = { companyId?: string | undefined; isAnotherCompany?: boolean };

/**
 * Adds the account and the term of a new member, without a password, and returns the account's id. Undefined if the address got an
 * account in the meantime.
 * @throws Refused for a member whom `judgeNewMember` rejects.
 */
export async function insertMember(
  { sql: run }: WriteTransaction,
  who: Newcomer,
  { companyId, isAnotherCompany = false }: Belonging,
): Promise<string | undefined> {
  const [row] = await rowsOf(run, added)`
    select add_member(${who.email}, ${who.firstName}, ${who.lastName}, ${who.company || null}, ${who.phone ?? null},
      ${who.licenseNumber ?? null}, ${who.tierCode}, ${who.startsOn}::date,
      ${lastDayOf(run, who)}, ${who.basis},
      ${who.note || null}, ${companyId ?? null}::uuid, ${isAnotherCompany}::boolean) as id`;
  return row?.id ?? undefined;
}

/** `named`: nothing is added yet, because these companies have the name already. */
export type AddOutcome = { outcome: 'added'; userId: string } | { outcome: 'named'; companies: Namesake[] };

/**
 * Adds a member by hand. Nobody makes a password: with `sendsWelcome` the member gets a link to choose
 * one. `portal` is the portal's own address.
 * @throws InvalidInput by field, and Refused for somebody who is a member already.
 */
export async function addMemberByHand(
  tx: WriteTransaction,
  { sendsWelcome, portal, companyId, isAnotherCompany, ...who }: AddMemberInput & { portal: string },
): Promise<AddOutcome> {
  const { verdict, field, reason } = await judgeNewMember(tx, who);
  if (verdict === 'KNOWN') throw new InvalidInput('email', 'belongs to a member already');
  if (verdict === 'REJECTED') throw new InvalidInput(field ?? 'email', reason ?? 'can’t be used');
  if (!companyId && !isAnotherCompany) {
    const companies = await listNamesakes(tx, { name: who.company });
    if (companies.length > 0) return { outcome: 'named', companies };
  }
  const userId = await insertMember(tx, who, { companyId, isAnotherCompany });
  if (!userId) throw new InvalidInput('email', 'belongs to an account already');
  await recordAdminAction(
    tx,
    {
      action: 'memberships.add',
      targetUserId: userId,
      targetTable: 'memberships',
      ...(who.note ? { reason: who.note } : {}),
    },
    { tier: who.tierCode, from: who.startsOn, until: who.endsOn ?? `${who.years} periods`, basis: who.basis },
  );
  if (sendsWelcome) await sendLetter(tx, { userId, email: who.email }, 'member-added', { origin: portal });
  return { outcome: 'added', userId };
}

/**
 * Sends a member who has no password yet the link to choose one, again or for the first time.
 * @throws NotFound, Refused for somebody who has confirmed the address.
 */
export async function welcomeMember(
  tx: WriteTransaction,
  { userId, portal }: { userId: string; portal: string },
): Promise<void> {
  const [person] = await tx.orm
    .select({ ...addresseeColumns, verifiedAt: users.emailVerifiedAt, status: users.status })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) throw new NotFound('account', userId);
  if (person.verifiedAt || !['ACTIVE', 'LAPSED'].includes(person.status)) {
    throw new Refused('This person has chosen a password already.');
  }
  await recordAdminAction(tx, { action: 'memberships.welcome', targetUserId: userId });
  await sendLetter(tx, person, 'member-added', { origin: portal });
}
