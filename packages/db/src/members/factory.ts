import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { userRoles } from '../roles/tables.ts';
import { coordinatesOf, type New, system, type WithLocation } from '../tools/testing/sample.ts';
import { userSkills, users } from './tables.ts';

export interface MemberSample
  extends New<
      typeof users,
      | 'id'
      | 'emailVerifiedAt'
      | 'firstName'
      | 'lastName'
      | 'bio'
      | 'status'
      | 'memberType'
      | 'city'
      | 'showEmail'
    >,
    WithLocation {
  /** The company of a member, who becomes its owner, and its license. */
  company?: string | null;
  licenseNumber?: string | null;
  isListed?: boolean;
  skills?: string[];
  roles?: string[];
}

/** Adds an active member with a confirmed address who is in the directory, and returns the id. */
export async function addMember(db: Database, sample: MemberSample = {}): Promise<string> {
  const { isListed = true, location, skills = [], roles = [], company, licenseNumber, ...columns } = sample;
  const id = sample.id ?? randomUUID();
  const isMember = ['ACTIVE', 'LAPSED', 'SUSPENDED'].includes(sample.status ?? 'ACTIVE');
  await db.write(system, async ({ orm, sql }) => {
    await orm.insert(users).values({
      email: `${id}@example.org`,
      emailVerifiedAt: new Date(),
      firstName: 'Sample',
      lastName: 'Person',
      status: 'ACTIVE',
      memberType: 'REGULAR',
      city: 'Oakland',
      state: 'CA',
      ...columns,
      id,
      showInDirectory: isListed,
      coordinates: coordinatesOf(sample),
    });
    if (isMember && (company || licenseNumber)) {
      await sql`select found_company(${id}, ${company ?? null}, ${licenseNumber ?? null})`;
    }
    if (skills.length > 0) {
      await orm.insert(userSkills).values(skills.map((skillCode) => ({ userId: id, skillCode })));
    }
    if (roles.length > 0) {
      await orm.insert(userRoles).values(roles.map((roleCode) => ({ userId: id, roleCode })));
    }
  });
  return id;
}
