import { type Actor, openDatabase } from '@namc/db';
import { addMember } from '@namc/db/testing/factories';

const system: Actor = { kind: 'system', name: 'specs' };

/** What everybody of the fixture signs in with, and what argon2id made of it. */
export const password = 'a password for the specs';
const passwordHash =
  '$argon2id$v=19$m=19456,t=2,p=1$2tjN4e8ln+8pJocFiZS0Iw$tPVUR59tfQHXefm3y4+oiLiCF40RQ10/z+9DWQkc7zs';

/** One of each for every project and every attempt of it, so that none meets another. */
export const projects = ['desktop', 'phone'] as const;
export const staff = (role: string, project: string) => `${role}.${project}@example.org`;

/** Staff who have not set up their second step yet, and a member. */
export async function addPeople(databaseUrl: string): Promise<void> {
  const db = openDatabase({ url: databaseUrl, maxConnections: 1 });
  try {
    for (const project of projects) {
      for (const [role, roles] of [
        ['administrator', ['administrator']],
        ['manager', ['membership_manager']],
        ['member', []],
      ] as const) {
        const userId = await addMember(db, {
          roles: [...roles],
          firstName: role,
          lastName: `Of ${project}`,
          company: 'Specs',
        });
        await db.write(system, async ({ sql }) => {
          await sql`update users set email = ${staff(role, project)}, email_verified_at = now() where id = ${userId}`;
          await sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`;
        });
      }
    }
  } finally {
    await db.close();
  }
}
