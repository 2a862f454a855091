import type { ChangeProfileInput } from '@namc/inputs/profile';
import { and, eq, inArray, notInArray } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { skills, userSkills, users } from '../../members/tables.ts';
import { findPlace } from '../../places/queries.ts';

/**
 * Changes what the acting person says about themselves. The place on the map follows the ZIP code or the city. The
 * answers of an application that waits are changed with the application (`changeApplication`), so that staff notice.
 * @throws Refused for an applicant.
 */
export async function changeProfile(tx: WriteTransaction, input: ChangeProfileInput): Promise<void> {
  const userId = actingUser(tx);
  const where = input.zipCode ?? input.city;
  const { count } = await tx.orm
    .update(users)
    .set({
      firstName: input.firstName,
      lastName: input.lastName,
      phone: input.phone ?? null,
      city: input.city || null,
      zipCode: input.zipCode ?? null,
      coordinates: (where && (await findPlace(tx, where))) || null,
    })
    .where(and(eq(users.id, userId), inArray(users.status, ['ACTIVE', 'LAPSED', 'DECLINED'])));
  if (count === 0) throw new Refused('Change these details in your application.');
  const others = tx.orm
    .select({ code: skills.code })
    .from(skills)
    .where(and(eq(skills.kind, 'skill'), notInArray(skills.code, input.skills)));
  await tx.orm
    .delete(userSkills)
    .where(and(eq(userSkills.userId, userId), inArray(userSkills.skillCode, others)));
  await tx.sql`
    insert into user_skills (user_id, skill_code)
    select ${userId}, code from skills where kind = 'skill' and code = any (${input.skills}::text[])
    on conflict do nothing`;
}
