import type { TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';

export interface Bid {
  id: string;
  projectId: string;
  bidderId: string;
  status: string;
  /** Of the offer, in cents of `currency`; null when none was named. */
  amountCents: number | null;
  currency: string;
  message: string;
  submittedAt: Date;
  decidedAt: Date | null;
}

const bidColumns = (sql: TransactionClient) => sql`
  id, project_id as "projectId", applicant_id as "bidderId", status, amount_cents as "amountCents", currency,
  message, submitted_at as "submittedAt", decided_at as "decidedAt"`;

/** A project's bids, oldest first. A member sees the bids on their own projects and their own bids. */
export async function listBids({ sql }: Transaction, { projectId }: { projectId: string }): Promise<Bid[]> {
  return sql<Bid[]>`
    select ${bidColumns(sql)} from project_applications
    where project_id = ${projectId} order by status, submitted_at, id`;
}

/** One member's bids, newest first. Only the bidder and staff see any. */
export async function listBidsOf(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<Bid[]> {
  return sql<Bid[]>`
    select ${bidColumns(sql)} from project_applications
    where applicant_id = ${userId} order by submitted_at desc, id limit ${limit}`;
}
