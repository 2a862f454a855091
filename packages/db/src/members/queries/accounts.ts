import type { MemberStatus } from '@namc/inputs/member-lists';
import { pick } from '../../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { users } from '../tables.ts';

const account = pick(users, ['id', 'email', 'firstName', 'lastName', 'status', 'memberType']);

export type MemberName = RowOf<typeof account>;

/** The account with an email address, in any letter case. Only the person, staff and the system see it. */
export async function findMemberByEmail(
  { sql }: Transaction,
  { email }: { email: string },
): Promise<MemberName | undefined> {
  const [row] = await rowsOf(sql, account)`
    select ${account(sql)} from users where email_key = ${email.trim().toLowerCase()}`;
  return row;
}

/** Accounts of one status, newest first. For staff. */
export async function listMembersByStatus(
  { sql }: Transaction,
  input: { status: MemberStatus; limit: number },
): Promise<MemberName[]> {
  return rowsOf(sql, account)`
    select ${account(sql)} from users where status = ${input.status}
    order by created_at desc, id limit ${input.limit}`;
}
