import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { addMember, type MemberSample } from '../members/factory.ts';
import { type New, system } from '../tools/testing/sample.ts';
import { membershipApplications } from './tables.ts';

/** Adds an applicant whose application waits for a decision, and returns the ids of both. */
export async function addApplication(
  db: Database,
  sample: MemberSample & New<typeof membershipApplications, 'submittedAt'> = {},
): Promise<{ id: string; userId: string }> {
  const { submittedAt = new Date(), company, licenseNumber, ...person } = sample;
  const userId = await addMember(db, { status: 'PENDING', ...person });
  const id = randomUUID();
  await db.write(system, ({ orm }) =>
    orm.insert(membershipApplications).values({
      id,
      userId,
      tierCode: 'REGULAR',
      status: 'SUBMITTED',
      submittedAt,
      company,
      licenseNumber,
    }),
  );
  return { id, userId };
}
