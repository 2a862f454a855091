import { pick } from '../../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { users } from '../tables.ts';

const addressee = pick(users, { userId: 'id', email: 'email', name: 'firstName' });

/** The account fields that a letter needs. */
export type AddresseeItem = RowOf<typeof addressee>;

/** The same columns, for the `returning` of a change to `users`. */
export const addresseeColumns = { userId: users.id, email: users.email, name: users.firstName };

/**
 * The receiver of a letter to this account; undefined if the account does not exist or the actor may not see it.
 */
export async function findAddressee(
  { sql }: Transaction,
  userId: string,
): Promise<AddresseeItem | undefined> {
  const [row] = await rowsOf(sql, addressee)`select ${addressee(sql)} from users where id = ${userId}`;
  return row;
}
