import { eq } from 'drizzle-orm';
import { californiaContractors } from '../../contractors/tables/register.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { Refused } from '../../engine/errors.ts';
import { findZipCodes } from '../../places/seed.ts';
import { userSkills, users } from '../tables.ts';
import { people } from './people.ts';
import { type DemoPerson, emailOf, personId } from './person.ts';

const day = 86_400_000;

/** Adds the people and their skills. @throws Refused if they exist already. */
export async function addPeople(tx: WriteTransaction, now: Date): Promise<void> {
  const { orm, sql } = tx;
  const [first] = people;
  const isFirst = eq(users.id, personId(first?.name[1] ?? ''));
  if ((await orm.select({ id: users.id }).from(users).where(isFirst)).length > 0) {
    throw new Refused('The invented association exists already.');
  }
  const places = await findZipCodes(
    tx,
    people.map(({ zipCode }) => zipCode),
  );
  const licenseOf = await memberLicenses(tx);
  await orm.insert(users).values(
    people.map((person, at) => {
      // Applicants have waited for some days.
      const days = person.status === 'PENDING' ? 1 + (at % 5) : 900 - at * 17;
      const createdAt = new Date(now.getTime() - days * day);
      const { bio, zipCode } = person;
      return {
        id: personId(person.name[1]),
        email: emailOf(person.name),
        emailVerifiedAt: createdAt,
        firstName: person.name[0],
        lastName: person.name[1],
        bio,
        phone: `+1510555${String(100 + at).padStart(4, '0')}`,
        memberType: person.memberType ?? 'REGULAR',
        status: person.status ?? 'ACTIVE',
        zipCode,
        ...places.get(zipCode),
        showInDirectory: !person.isUnlisted,
        showEmail: person.showEmail ?? false,
        createdAt,
      };
    }),
  );
  for (const person of people) {
    // Applicants name theirs in the application.
    if (!['ACTIVE', 'LAPSED', 'SUSPENDED'].includes(person.status ?? 'ACTIVE')) continue;
    await sql`select found_company(${personId(person.name[1])}, ${person.company}, ${licenseOf(person)})`;
  }
  await orm.insert(userSkills).values(
    people.flatMap(({ name, skills }) =>
      skills.map((skillCode, at) => ({
        userId: personId(name[1]),
        skillCode,
        years: 4 + ((at * 7 + skillCode.length) % 20),
      })),
    ),
  );
}

/** Finds each member a license of their trade among the members’ licenses of the demonstration, and none twice. */
async function memberLicenses({ orm }: WriteTransaction): Promise<(person: DemoPerson) => string | null> {
  const { licenseNumber, classifications, isNamcMember } = californiaContractors;
  const free = await orm
    .select({ licenseNumber, classifications })
    .from(californiaContractors)
    .where(eq(isNamcMember, true))
    .orderBy(licenseNumber)
    .limit(500);
  return ({ status = 'ACTIVE', role, skills }) => {
    if (status !== 'ACTIVE' || role) return null;
    const at = free.findIndex((license) => license.classifications.some((trade) => skills.includes(trade)));
    return at < 0 ? null : (free.splice(at, 1)[0]?.licenseNumber ?? null);
  };
}
