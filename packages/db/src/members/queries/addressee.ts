import { pick } from '../../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { users } from '../tables.ts';

const addressee = pick(users, { userId: 'id', email: 'email', name: 'firstName' });

/** What a letter needs to know of the account that it goes to. */
export type AddresseeItem = RowOf<typeof addressee>;

/** The same columns for `returning` of a change to `users`. */
export const addresseeColumns = { userId: users.id, email: users.email, name: users.firstName };

/** Who gets a letter to this account; undefined when there is no such account or the actor may not see it. */
export async function findAddressee(
  { sql }: Transaction,
  userId: string,
): Promise<AddresseeItem | undefined> {
  const [row] = await rowsOf(sql, addressee)`select ${addressee(sql)} from users where id = ${userId}`;
  return row;
}
