import { and, eq, ne } from 'drizzle-orm';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { users } from '../../members/tables.ts';
import { erasure } from '../../nouns.ts';

/** Applies each noun's `erasure.ts`. Rows that other people rely on stay, without the name. */
async function erasePerson(tx: WriteTransaction, userId: string): Promise<void> {
  for (const { close } of Object.values(erasure)) {
    if ('run' in close) await close.run(tx, userId);
  }
}

/**
 * Closes an account permanently and tells its owner. For the system.
 * @throws Refused for the last administrator.
 */
export async function closeAccount(tx: WriteTransaction, input: { userId: string }): Promise<void> {
  const [person] = await tx.orm
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, input.userId), ne(users.status, 'CLOSED')))
    .for('update');
  if (!person) return;
  await erasePerson(tx, input.userId);
  await sendLetter(tx, { userId: input.userId, ...person }, 'account-closed', undefined);
}

const unconfirmedKept = '30 days';

const erasedAtOnce = 100;

const account = pick(users, { userId: 'id' }, 'u');

/**
 * Erases accounts whose owner applied a month ago and never confirmed the address. Nobody is notified, because
 * nobody has proven to own the address. Returns the number of accounts, at most a hundred. For the system.
 */
export async function forgetUnconfirmed(tx: WriteTransaction): Promise<number> {
  const people = await rowsOf(tx.sql, account)`
    select ${account(tx.sql)} from users u join membership_applications a on a.user_id = u.id
    where a.status = 'UNVERIFIED' and u.status = 'PENDING' and u.email_verified_at is null
      and a.created_at < now() - ${unconfirmedKept}::text::interval
    order by a.created_at limit ${erasedAtOnce} for update of u skip locked`;
  for (const { userId } of people) await erasePerson(tx, userId);
  return people.length;
}
