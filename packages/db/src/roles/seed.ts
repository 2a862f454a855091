import type { WriteTransaction } from '../engine/database.ts';
import { people } from '../members/seed/people.ts';
import { personId } from '../members/seed/person.ts';

/** Gives the staff members their roles. */
export async function addUserRoles({ sql }: WriteTransaction): Promise<void> {
  const roles = people.flatMap(({ name, role }) => (role ? [{ user_id: personId(name[1]), role }] : []));
  await sql`
    insert into user_roles (user_id, role_code, reason)
    select user_id, role, 'Part of the invented association'
    from jsonb_to_recordset(${sql.json(roles)}) as row (user_id uuid, role text)`;
}
