import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { users } from '../members/tables.ts';
import { erasure } from '../nouns.ts';

/**
 * Everything that the portal stores about the acting person, as one object: the person's row as `account`, and
 * lists under the names that the nouns' `erasure.ts` files give. It holds only rows that the person may see.
 */
export async function exportOwnData(tx: Transaction): Promise<Record<string, unknown>> {
  const exported: Record<string, unknown> = {};
  for (const { export: part } of Object.values(erasure)) {
    if ('omit' in part) continue;
    const rows = [...(await part.rows(tx))];
    exported[part.as] = part.as === 'account' ? rows[0] : rows;
  }
  return exported;
}

const profile = pick(users, ['firstName', 'lastName', 'phone', 'city', 'zipCode']);
/**
 * The firm of a member, or the one that an applicant names; codes of the skills that the person named, without the license’s
 * classifications; and the file of the person’s photo.
 */
const named = computed({
  company: 'string | null',
  licenseNumber: 'string | null',
  skills: 'string[]',
  photoId: 'string | null',
});

export type Profile = RowOf<typeof profile> & RowOf<typeof named>;

/** The acting person's own details. @throws NotFound for an account that is gone. */
export async function getProfile({ sql }: Transaction): Promise<Profile> {
  const [row] = await rowsOf(sql, profile, named)`
    select ${profile(sql)}, coalesce(firm.name, asked.company) as company,
           case when firm.company_id is null then asked.license_number else firm.license_number end as "licenseNumber",
           array(select s.code from user_skills us join skills s on s.code = us.skill_code
                 where us.user_id = users.id and s.kind = 'skill' order by s.name) as skills,
           (select f.id from files f where f.owner_id = users.id and f.kind = 'PROFILE_PHOTO') as "photoId"
    from users left join shown_firms firm on firm.user_id = users.id
      left join membership_applications asked on asked.user_id = users.id and asked.status <> 'APPROVED'
    where users.id = current_user_id()`;
  if (!row) throw new NotFound('account', 'own');
  return row;
}
