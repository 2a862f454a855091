import type { Transaction } from '../engine/database.ts';

export interface Ticket {
  id: string;
  userId: string;
  category: string;
  status: string;
  subject: string;
  assignedTo: string | null;
  createdAt: Date;
}

/** Tickets of one status, the oldest first: for staff everybody's, for a member his own. */
export async function listTickets(
  { sql }: Transaction,
  { status, limit }: { status: string; limit: number },
): Promise<Ticket[]> {
  return sql<Ticket[]>`
    select id, user_id as "userId", category, status, subject, assigned_to as "assignedTo", created_at as "createdAt"
    from member_feedback where status = ${status} order by created_at, id limit ${limit}`;
}

export interface Reply {
  id: string;
  authorId: string | null;
  body: string;
  isInternal: boolean;
  createdAt: Date;
}

/** The replies to a ticket in their order; a member does not see notes among staff. */
export async function listReplies(
  { sql }: Transaction,
  { feedbackId }: { feedbackId: string },
): Promise<Reply[]> {
  return sql<Reply[]>`
    select id, author_id as "authorId", body, is_internal as "isInternal", created_at as "createdAt"
    from feedback_replies where feedback_id = ${feedbackId} order by created_at, id`;
}
