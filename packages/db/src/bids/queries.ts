import type { TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';

export interface Application {
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

const applicationColumns = (sql: TransactionClient) => sql`
  id, project_id as "projectId", applicant_id as "applicantId", status, amount_cents as "amountCents", currency,
  message, submitted_at as "submittedAt", decided_at as "decidedAt"`;

/** Applications for a project in the order in which they came; a member sees those for his own projects and his own. */
export async function listApplications(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<Application[]> {
  return sql<Application[]>`
    select ${applicationColumns(sql)} from project_applications
    where project_id = ${projectId} order by status, submitted_at, id`;
}

/** What somebody applied for, newest first; others than the applicant himself and staff see none. */
export async function listApplicationsOf(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<Application[]> {
  return sql<Application[]>`
    select ${applicationColumns(sql)} from project_applications
    where applicant_id = ${userId} order by submitted_at desc, id limit ${limit}`;
}
