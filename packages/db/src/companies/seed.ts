import {
  describeCompanyInput,
  placeCompanyInput,
  shareCompanyInput,
  sizeCompanyInput,
} from '@namc/inputs/companies';
import type { Database } from '../engine/database.ts';
import { people } from '../members/seed/people.ts';
import { emailOf, memberNamed } from '../members/seed/person.ts';
import {
  acceptCompanyInvitation,
  describeCompany,
  inviteToCompany,
  placeCompany,
  shareCompany,
  sizeCompany,
} from './commands.ts';
import { listOwnCompanies, listOwnCompanyInvitations } from './queries.ts';

/** Invitations: whose company, who is invited (last names), and whether that person has accepted. */
const invitations: [
  owner: string,
  invited: string,
  role: 'OWNER' | 'BILLING' | 'MEMBER',
  isAccepted: boolean,
][] = [
  ['Reyes', 'Warren', 'BILLING', true],
  ['Reyes', 'Tran', 'MEMBER', false],
  ['Bell', 'Reyes', 'MEMBER', false],
];

const portal = 'http://localhost';

const emailAddressOf = (lastName: string): string => {
  const person = people.find(({ name }) => name[1] === lastName);
  if (!person) throw new Error(`The invented association has no ${lastName}.`);
  return emailOf(person.name);
};

const companyOf = async (db: Database, lastName: string): Promise<string> => {
  const [first] = await db.read(memberNamed(lastName), listOwnCompanies, { freshness: 'latest' });
  if (!first) throw new Error(`${lastName} has no company.`);
  return first.id;
};

/** A number and counties for each, by its place in the list: enough to tell the firms of the directory apart. */
const areas = [['Alameda', 'Contra Costa'], ['Santa Clara'], ['San Francisco', 'San Mateo'], ['Sacramento']];

/** Tells of each member’s company what the member says, and where it is. One person does not want to be found. */
export async function describeFirms(db: Database): Promise<void> {
  const active = people.filter(({ status = 'ACTIVE' }) => status === 'ACTIVE');
  for (const [at, { name, company, bio, zipCode, isUnlisted }] of active.entries()) {
    const companyId = await companyOf(db, name[1]);
    const digits = String(100 + (at % 100)).slice(-2);
    const facts = describeCompanyInput.parse({
      companyId,
      name: company,
      story: bio,
      phone: `510-555-01${digits}`,
    });
    const place = placeCompanyInput.parse({
      companyId,
      zipCode,
      addressShown: 'CITY',
      serviceCounties: areas[at % areas.length],
    });
    const seen = shareCompanyInput.parse({
      companyId,
      directoryAudience: isUnlisted ? 'NOBODY' : 'PUBLIC',
      phoneAudience: at % 3 === 0 ? 'PUBLIC' : 'MEMBERS',
      emailAudience: 'MEMBERS',
      websiteAudience: 'PUBLIC',
      streetAudience: 'MEMBERS',
    });
    await db.write(memberNamed(name[1]), async function describeFirms(tx) {
      await describeCompany(tx, facts);
      await placeCompany(tx, place);
      await shareCompany(tx, seen);
    });
  }
}

/** Tells of one company most of what there is to tell, and brings colleagues together. The accounts' companies exist. */
export async function meetInCompanies(db: Database): Promise<void> {
  const companyId = await companyOf(db, 'Reyes');
  const facts = describeCompanyInput.parse({
    companyId,
    name: 'Reyes Electric Example',
    story: 'A family of electricians since 1988. We upgrade panels, and wire schools, shops and homes.',
    phone: '510-555-0142',
    email: 'office@reyes-electric.example.org',
    website: 'https://reyes-electric.example.org',
    languages: ['Spanish', 'Tagalog'],
  });
  const place = placeCompanyInput.parse({
    companyId,
    street: '1200 Example Avenue',
    city: 'Oakland',
    zipCode: '94601',
    addressShown: 'CITY',
    serviceCounties: ['Alameda', 'Contra Costa'],
  });
  const size = sizeCompanyInput.parse({ companyId, crewSize: '7' });
  await db.write(memberNamed('Reyes'), async function meetInCompanies(tx) {
    await describeCompany(tx, facts);
    await placeCompany(tx, place);
    await sizeCompany(tx, size);
  });
  for (const [owner, invited, role, isAccepted] of invitations) {
    const offer = { companyId: await companyOf(db, owner), email: emailAddressOf(invited), role, portal };
    await db.write(memberNamed(owner), (tx) => inviteToCompany(tx, offer));
    if (!isAccepted) continue;
    const [open] = await db.read(memberNamed(invited), listOwnCompanyInvitations, { freshness: 'latest' });
    if (open) await db.write(memberNamed(invited), (tx) => acceptCompanyInvitation(tx, open));
  }
}
