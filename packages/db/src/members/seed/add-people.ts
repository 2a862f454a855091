import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { people } from './people.ts';
import { emailOf, personId } from './person.ts';

const day = 86_400_000;

/** Adds the people and their skills. @throws Refused if they exist already. */
export async function addPeople({ sql }: WriteTransaction, now: Date): Promise<void> {
  const [first] = people;
  if ((await sql`select from users where id = ${personId(first?.name[1] ?? '')}`).length > 0) {
    throw new Refused('The invented association is there already.');
  }
  const rows = people.map((person, at) => ({
    id: personId(person.name[1]),
    email: emailOf(person.name),
    first_name: person.name[0],
    last_name: person.name[1],
    company: person.company,
    bio: person.bio,
    phone: `+1510555${String(100 + at).padStart(4, '0')}`,
    member_type: person.memberType ?? 'REGULAR',
    status: person.status ?? 'ACTIVE',
    zip_code: person.zipCode,
    show_in_directory: !person.isUnlisted,
    show_email: person.showEmail ?? false,
    // Applicants have waited for some days.
    created_at: new Date(
      now.getTime() - (person.status === 'PENDING' ? 1 + (at % 5) : 900 - at * 17) * day,
    ).toISOString(),
  }));
  await sql`
    insert into users (id, email, email_verified_at, first_name, last_name, company, bio, phone, member_type, status, city,
                       state, zip_code, coordinates, show_in_directory, show_email, created_at)
    select id, email, created_at, first_name, last_name, company, bio, phone, member_type, status, z.city, z.state, zip_code,
           z.location, show_in_directory, show_email, created_at
    from jsonb_to_recordset(${sql.json(rows)}) as row (
      id uuid, email text, first_name text, last_name text, company text, bio text, phone text, member_type text,
      status text, zip_code text, show_in_directory boolean, show_email boolean, created_at timestamptz)
    left join zip_codes z using (zip_code)`;
  const skills = people.flatMap(({ name, skills: codes }) =>
    codes.map((code, at) => ({ user_id: personId(name[1]), code, years: 4 + ((at * 7 + code.length) % 20) })),
  );
  await sql`
    insert into user_skills (user_id, skill_code, years)
    select * from jsonb_to_recordset(${sql.json(skills)}) as row (user_id uuid, code text, years int)`;
}
