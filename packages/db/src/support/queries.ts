import type { ListRepliesInput, ListTicketsInput } from '@namc/inputs/support';
import { pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { supportReplies, supportTickets } from './tables.ts';

const ticket = pick(supportTickets, [
  'id',
  'userId',
  'category',
  'status',
  'subject',
  'assignedTo',
  'createdAt',
]);

export type Ticket = RowOf<typeof ticket>;

/** Tickets of one status, oldest first. Members see their own, staff everyone's. */
export async function listTickets(
  { sql }: Transaction,
  { status, limit }: ListTicketsInput,
): Promise<Ticket[]> {
  return rowsOf(sql, ticket)`
    select ${ticket(sql)}
    from member_feedback where status = ${status} order by created_at, id limit ${limit}`;
}

const reply = pick(supportReplies, ['id', 'authorId', 'body', 'isInternal', 'createdAt']);

export type Reply = RowOf<typeof reply>;

/** The replies to a ticket, oldest first. Members do not see internal notes. */
export async function listReplies({ sql }: Transaction, { ticketId }: ListRepliesInput): Promise<Reply[]> {
  return rowsOf(sql, reply)`
    select ${reply(sql)}
    from feedback_replies where feedback_id = ${ticketId} order by created_at, id`;
}
