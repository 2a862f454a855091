import type { WriteTransaction } from '../engine/database.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';
import { userRoles } from './tables.ts';

/** Gives the staff members their roles. */
export async function addUserRoles({ orm }: WriteTransaction): Promise<void> {
  const reason = 'Part of the invented association';
  await orm
    .insert(userRoles)
    .values(
      people.flatMap(({ name, role }) =>
        role ? [{ userId: personId(name[1]), roleCode: role, reason }] : [],
      ),
    );
}
