import { type Actor, type Database, openDatabase } from '@namc/db';
import { grantRole } from '@namc/db/access/commands';
import { reinstateAccount, suspendAccount } from '@namc/db/members/accounts';
import { addApplication, addMember } from '@namc/db/testing/factories';
import { harborLight } from './fixture-contractors.ts';

const system: Actor = { kind: 'system', name: 'specs' };

/** What everybody of the fixture signs in with, and what argon2id made of it. */
export const password = 'a password for the specs';
const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$2tjN4e8ln+8pJocFiZS0Iw$tPVUR59tfQHXefm3y4+oiLiCF40RQ10/z+9DWQkc7zs';

/** One of each for every project and every attempt of it, so that none meets another. */
export const projects = ['desktop', 'phone'] as const;
export const staff = (role: string, project: string) => `${role}.${project}@example.org`;

/** Who signs in, by the part that each has in a spec, with their roles. */
const accounts: [part: string, roles: string[]][] = [
  ['administrator', ['administrator']],
  ['manager', ['membership_manager']],
  ['member', []],
  ['reviewer', ['membership_manager']],
  ['colleague', ['membership_manager']],
  ['decliner', ['membership_manager']],
  ['auditor', ['auditor']],
  ['operator', ['administrator']],
];

/** Staff who have not set up their second step yet, and a member; applicants; and what was done to somebody. */
export async function addPeople(databaseUrl: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, maxConnections: 1 });
  try {
    for (const project of projects) {
      for (const [part, roles] of accounts) {
        const userId = await addMember(db, {
          roles,
          firstName: part,
          lastName: `Of ${project}`,
          company: 'Specs',
        });
        await db.write(system, async ({ sql }) => {
          await sql`update users set email = ${staff(part, project)}, email_verified_at = now() where id = ${userId}`;
          await sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`;
        });
      }
      await addApplicants(db, project);
      await addTrail(db, project);
    }
  } finally {
    await db.close();
  }
}

async function addApplicants(db: Database, project: string): Promise<void> {
  const applicant = { lastName: `Of ${project}`, company: 'Lantern Builders' };
  for (const firstName of ['Openly', 'Rival']) {
    await addApplication(db, {
      ...applicant,
      firstName,
      city: 'Fresno',
      licenseNumber: harborLight.licenseNumber,
    });
  }
  for (const firstName of ['Unfit', 'Unready', 'Undecided'])
    await addApplication(db, { ...applicant, firstName });
}

/** A registrar does things to somebody, some of them a year ago. */
async function addTrail(db: Database, project: string): Promise<void> {
  const userId = await addMember(db, {
    firstName: 'registrar',
    lastName: `Of ${project}`,
    roles: ['administrator'],
  });
  const registrar: Actor = { kind: 'staff', userId };
  const subject = await addMember(db, { firstName: 'subject', lastName: `Of ${project}`, city: 'Oakland' });
  const act = { userId: subject, reason: '=1+1', portal: 'https://portal.example.org' };
  const inRequest = { requestId: `specs-${project}` };
  await db.write(registrar, (tx) => suspendAccount(tx, act), inRequest);
  await db.write(registrar, (tx) => reinstateAccount(tx, act));
  await db.write(registrar, (tx) => grantRole(tx, { ...act, roleCode: 'support' }));
}
