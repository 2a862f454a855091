import type { WriteTransaction } from '../engine/database.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';
import { letters } from '../nouns.ts';

/** Adds the notifications that applicants and members have received. */
export async function addNotifications({ sql }: WriteTransaction): Promise<void> {
  for (const [standing, letter] of [
    ['PENDING', 'application-received'],
    ['ACTIVE', 'application-approved'],
  ] as const) {
    const { subject, path = '' } = letters[letter].write({ origin: '' }, '');
    await sql`
      select notify_account(id, ${letter}, ${subject}, ${path}) from users
      where status = ${standing} and id = any (${people.map(({ name }) => personId(name[1]))}::uuid[])`;
  }
}
