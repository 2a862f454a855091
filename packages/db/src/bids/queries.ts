import type { TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';

export interface Bid {
  id: string;
  projectId: string;
  applicantId: string;
  status: string;
  /** Of the offer, in cents of `currency`; null when none was named. */
  amountCents: number | null;
  currency: string;
  message: string;
  submittedAt: Date;
  decidedAt: Date | null;
}

const bidColumns = (sql: TransactionClient) => sql`
  id, project_id as "projectId", applicant_id as "applicantId", status, amount_cents as "amountCents", currency,
  message, submitted_at as "submittedAt", decided_at as "decidedAt"`;

/** Applications for a project in the order in which they came; a member sees those for his own projects and his own. */
export async function listBids({ sql }: Transaction, { projectId }: { projectId: string }): Promise<Bid[]> {
  return sql<Bid[]>`
    select ${bidColumns(sql)} from project_applications
    where project_id = ${projectId} order by status, submitted_at, id`;
}

/** What somebody applied for, newest first; others than the applicant himself and staff see none. */
export async function listBidsOf(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<Bid[]> {
  return sql<Bid[]>`
    select ${bidColumns(sql)} from project_applications
    where applicant_id = ${userId} order by submitted_at desc, id limit ${limit}`;
}
