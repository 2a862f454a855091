import { describeCompanyInput, placeCompanyInput, shareCompanyInput } from '@namc/inputs/companies';
import { directoryFilters, searchDirectoryInput } from '@namc/inputs/directory';
import { beforeAll, describe, expect, it } from 'vitest';
import { addSampleCertification } from '../certifications/factory.ts';
import { describeCompany, placeCompany, shareCompany } from '../companies/commands.ts';
import { addColleague, addSampleCompany } from '../companies/factory.ts';
import { addContractors } from '../contractors/factory.ts';
import { type Actor, visitor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { findFirmPreview, getFirm } from './queries/firm.ts';
import { countDirectory, searchDirectory } from './queries/search.ts';

const portal = testDatabase();
const member = (userId: string): Actor => ({ kind: 'member', userId });
let reader: Actor = visitor;
let staff: Actor = visitor;

interface Sample {
  name: string;
  license?: string;
  about?: object;
  place?: object;
  share?: object;
}

const hidden = {
  directoryAudience: 'PUBLIC',
  phoneAudience: 'NOBODY',
  emailAudience: 'NOBODY',
  websiteAudience: 'NOBODY',
  streetAudience: 'NOBODY',
};

/** A firm with one owner, whose membership is active. */
async function addFirm({ name, license, about, place, share }: Sample) {
  const ownerId = await addMember(portal.db);
  const companyId = await addSampleCompany(portal.db, ownerId, name);
  if (license) await portal.owner`update companies set license_number = ${license} where id = ${companyId}`;
  await portal.db.write(member(ownerId), async (tx) => {
    if (about) await describeCompany(tx, describeCompanyInput.parse({ companyId, name, ...about }));
    if (place) await placeCompany(tx, placeCompanyInput.parse({ companyId, addressShown: 'CITY', ...place }));
    if (share) await shareCompany(tx, shareCompanyInput.parse({ companyId, ...hidden, ...share }));
  });
  return { companyId, ownerId };
}

const search = (actor: Actor, typed: object = {}) =>
  portal.db.read(actor, (tx) => searchDirectory(tx, searchDirectoryInput.parse({ limit: 100, ...typed })), {
    freshness: 'latest',
  });
const namesFor = async (actor: Actor, typed: object = {}) =>
  (await search(actor, typed)).rows.map(({ name }) => name);
const seen = (actor: Actor, companyId: string) =>
  portal.db.read(actor, (tx) => getFirm(tx, { companyId }), { freshness: 'latest' });
const becomes = (userId: string, status: string) =>
  portal.owner`update users set status = ${status} where id = ${userId}`;

beforeAll(async () => {
  reader = member(await addMember(portal.db, { firstName: 'Rita', lastName: 'Reader' }));
  staff = { kind: 'staff', userId: await addMember(portal.db, { roles: ['administrator'] }) };
});

describe('the search', () => {
  beforeAll(async () => {
    await addContractors(portal.owner, [
      { licenseNumber: '710001', classifications: ['C-10'] },
      { licenseNumber: '710002', classifications: ['C-36', 'B'] },
    ]);
    await addFirm({
      name: 'Zephyr Wiring',
      license: '710001',
      about: { story: 'We restore lighthouses.' },
      place: { city: 'Oakland', zipCode: '94601', serviceCounties: ['Marin'] },
    });
    await addFirm({ name: 'Aspen Pipes', license: '710002', place: { city: 'Fresno', zipCode: '93721' } });
    await addFirm({
      name: 'Quiet Cabins',
      place: { city: 'Oakland', zipCode: '94601', addressShown: 'NONE' },
    });
  });

  it('finds by name, city, and the words for a trade, and a story for members alone', async () => {
    expect(await namesFor(visitor, { q: 'zeph' })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { q: 'electrician oakland' })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { q: 'plumbing' })).toEqual(['Aspen Pipes']);
    expect(await namesFor(reader, { q: 'lighthouses' })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { q: 'lighthouses' })).toEqual([]);
    // Without the word a visitor would learn that it is there.
    expect(await namesFor(visitor, { q: 'zephyr -lighthouses' })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(reader, { q: 'zephyr -lighthouses' })).toEqual([]);
  });

  it.each([
    'C10',
    'c-10',
    'C 10',
    'C–10',
    'c-010',
    'class C-10',
    'C-10 contractors',
    'C-39 or C-10',
    '"C-10"',
  ])('finds a class by its code, however it is typed: %s', async (q) => {
    expect(await namesFor(visitor, { q })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { q: `oakland ${q}` })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { q: `fresno ${q}` })).toEqual([]);
  });

  it('finds a class of one letter by its code, and no class by another’s', async () => {
    expect(await namesFor(visitor, { q: 'class B' })).toEqual(['Aspen Pipes']);
    for (const q of ['C39', 'C-39', 'C 39']) expect(await namesFor(visitor, { q })).toEqual([]);
  });

  it('filters by trade, city, county, and distance', async () => {
    expect(await namesFor(visitor, { trade: 'c10' })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { city: 'fresno' })).toEqual(['Aspen Pipes']);
    expect(await namesFor(visitor, { county: 'Alameda' })).toEqual(['Zephyr Wiring']);
    // A member finds those who work in a county too.
    expect(await namesFor(visitor, { county: 'Marin' })).toEqual([]);
    expect(await namesFor(reader, { county: 'Marin' })).toEqual(['Zephyr Wiring']);
    expect(await namesFor(visitor, { near: 'Berkeley', miles: 20 })).toEqual(['Zephyr Wiring']);
    const { rows } = await search(visitor, { near: 'Berkeley', miles: 200 });
    expect(rows.map(({ name }) => name)).toEqual(['Zephyr Wiring', 'Aspen Pipes']);
    expect(rows[0]?.distance).toMatchObject({ miles: expect.any(Number) });
    await expect(search(visitor, { near: 'Nowhere at all' })).rejects.toThrow('near');
  });

  it('does not find a firm by an address that it hides, except for staff', async () => {
    for (const typed of [
      { q: 'quiet oakland' },
      { q: 'quiet', city: 'Oakland' },
      { q: 'quiet', near: '94601' },
    ]) {
      expect(await namesFor(reader, typed)).toEqual([]);
    }
    expect(await namesFor(staff, { q: 'quiet', city: 'Oakland' })).toEqual(['Quiet Cabins']);
    expect(await namesFor(reader, { q: 'quiet' })).toEqual(['Quiet Cabins']);
  });

  it('takes the place of the license where a firm says none', async () => {
    await addContractors(portal.owner, [
      { licenseNumber: '710003', city: 'STOCKTON', county: 'San Joaquin' },
    ]);
    await addFirm({ name: 'Delta Licensed', license: '710003' });
    expect(await namesFor(visitor, { city: 'Stockton' })).toEqual(['Delta Licensed']);
    expect(await namesFor(visitor, { q: 'delta stockton' })).toEqual(['Delta Licensed']);
    expect((await search(visitor, { q: 'delta' })).rows[0]).toMatchObject({
      city: 'Stockton',
      county: 'San Joaquin',
    });
  });

  it('finds a certification that is good on the day, and follows a renewal', async () => {
    const firm = await addFirm({ name: 'Certified Crew' });
    const first = await addSampleCertification(portal.db, firm, {
      kind: 'MBE',
      number: '1',
      issuedOn: '2024-04-01',
      expiresOn: '2027-03-31',
    });
    const on = (day: string, actor = reader) =>
      namesFor(actor, { q: 'certified', certification: 'MBE', on: day });
    expect(await on('2027-03-31')).toEqual(['Certified Crew']);
    expect(await on('2027-04-01')).toEqual([]);
    expect(await on('2024-03-31')).toEqual([]);
    // Visitors find what staff have verified.
    expect(await on('2027-03-31', visitor)).toEqual([]);
    await portal.owner`
      update certifications set verification = 'VERIFIED', verified_at = now(), verification_note = 'Seen.' where id = ${first}`;
    expect(await on('2027-03-31', visitor)).toEqual(['Certified Crew']);
    await addSampleCertification(portal.db, firm, {
      kind: 'MBE',
      number: '2',
      issuedOn: '2027-04-01',
      expiresOn: '2029-03-31',
      replacesId: first,
    });
    expect(await on('2027-04-15')).toEqual(['Certified Crew']);
    expect(await on('2027-03-01')).toEqual(['Certified Crew']);
    expect(await on('2027-04-15', visitor)).toEqual([]);
  });

  it('finds a firm by a skill of its people who show themselves', async () => {
    const { companyId, ownerId } = await addFirm({ name: 'Skilled Crew' });
    const skilled = (actor: Actor = reader) => namesFor(actor, { q: 'skilled', skill: 'estimating' });
    expect(await skilled()).toEqual([]);
    const colleague = await addMember(portal.db, { skills: ['estimating'] });
    await addColleague(portal.db, { companyId, ownerId }, colleague);
    expect(await skilled()).toEqual(['Skilled Crew']);
    expect(await skilled(visitor)).toEqual(['Skilled Crew']);
    await portal.owner`update users set show_in_directory = false where id = ${colleague}`;
    expect(await skilled()).toEqual([]);
    await portal.owner`update users set show_in_directory = true where id = ${colleague}`;
    await becomes(colleague, 'LAPSED');
    expect(await skilled()).toEqual([]);
  });

  it('finds the firms whose place is where the reader’s own firm works', async () => {
    const mine = await addFirm({ name: 'Area Owner', place: { city: 'Napa', zipCode: '94559' } });
    const area = (actor: Actor, more: object = {}) => namesFor(actor, { isInOwnArea: true, ...more });
    await addFirm({ name: 'Area Vallejo', place: { city: 'Vallejo', zipCode: '94590' } });
    await addFirm({ name: 'Area Redding', place: { city: 'Redding', zipCode: '96001' } });
    await addFirm({
      name: 'Area Hidden',
      place: { city: 'Vallejo', zipCode: '94590', addressShown: 'NONE' },
    });
    await addContractors(portal.owner, [{ licenseNumber: '710009', city: 'REDDING', county: 'Shasta' }]);
    await addFirm({ name: 'Area Licensed', license: '710009' });
    expect(await area(member(mine.ownerId))).toEqual([]);
    const serve = (place: object) =>
      portal.db.write(member(mine.ownerId), (tx) =>
        placeCompany(
          tx,
          placeCompanyInput.parse({
            companyId: mine.companyId,
            city: 'Napa',
            zipCode: '94559',
            addressShown: 'CITY',
            ...place,
          }),
        ),
      );
    await serve({ serviceCounties: ['Shasta'] });
    expect(await area(member(mine.ownerId))).toEqual(['Area Licensed', 'Area Redding']);
    expect(await area(member(mine.ownerId), { near: 'Redding', miles: 10 })).toContain('Area Redding');
    await serve({ serviceMiles: '25' });
    expect(await area(member(mine.ownerId))).toEqual(['Area Owner', 'Area Vallejo']);
    // Nobody without such an area finds a firm by it.
    expect(await area(visitor)).toEqual([]);
    expect(await area(reader)).toEqual([]);
  });

  it('pages of firms with one name hold each firm once', async () => {
    for (let made = 0; made < 12; made += 1) await addFirm({ name: 'Acme Twins' });
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await search(reader, { limit: 5, cursor });
      ids.push(...page.rows.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(new Set(ids).size).toBe(ids.length);
    const { count } = await portal.db.read(reader, (tx) => countDirectory(tx, directoryFilters.parse({})));
    expect(ids).toHaveLength(count);
    const ranked = await search(reader, { q: 'acme', limit: 5 });
    const next = await search(reader, { q: 'acme', limit: 100, cursor: ranked.nextCursor });
    expect(new Set([...ranked.rows, ...next.rows].map(({ id }) => id)).size).toBe(12);
    await expect(search(reader, { q: 'acme', cursor: 'x' })).rejects.toThrow('cursor');
  });
});

describe('what a reader sees', () => {
  const about = {
    story: 'Three sisters.',
    phone: '510-555-0143',
    email: 'office@ridge.example.org',
    website: 'https://ridge.example.org',
    languages: ['Spanish'],
  };
  const place = { street: '5 Example Way', city: 'Oakland', zipCode: '94601', addressShown: 'FULL' };

  it('follows each field’s own setting', async () => {
    const fields = {
      phoneAudience: 'phone',
      emailAudience: 'email',
      websiteAudience: 'website',
      streetAudience: 'street',
    };
    for (const [setting, field] of Object.entries(fields)) {
      for (const [audience, sees] of [
        ['PUBLIC', [true, true]],
        ['MEMBERS', [false, true]],
        ['NOBODY', [false, false]],
      ] as const) {
        const { companyId } = await addFirm({ name: 'Ridge', about, place, share: { [setting]: audience } });
        for (const [at, actor] of [visitor, reader].entries()) {
          const firm = await seen(actor, companyId);
          // The others are for nobody.
          const shown = Object.values(fields).filter((name) => firm[name as 'phone'] !== null);
          expect([setting, audience, at, shown]).toEqual([setting, audience, at, sees[at] ? [field] : []]);
        }
        expect((await seen(staff, companyId))[field as 'phone']).not.toBeNull();
      }
    }
  });

  it('is the reduced form for everybody but members whose membership is active', async () => {
    const { companyId } = await addFirm({ name: 'Ridge', about, place, share: {} });
    for (const status of ['PENDING', 'LAPSED', 'SUSPENDED', 'DECLINED']) {
      const someone = member(await addMember(portal.db, { status: status as 'PENDING' }));
      expect(await seen(someone, companyId)).toMatchObject({
        name: 'Ridge',
        city: 'Oakland',
        story: null,
        languages: [],
      });
    }
    expect(await seen(visitor, companyId)).toMatchObject({ story: null, zipCode: null });
    expect(await seen(reader, companyId)).toMatchObject({ story: 'Three sisters.', languages: ['Spanish'] });
    // The staff's rights come with the staff pages alone.
    expect((await seen(member((staff as { userId: string }).userId), companyId)).phone).toBeNull();
  });

  it('hides the street, the city and the ZIP code as the address is shown', async () => {
    const { companyId } = await addFirm({
      name: 'Ridge',
      place: { ...place, addressShown: 'CITY' },
      share: { streetAudience: 'PUBLIC' },
    });
    expect(await seen(reader, companyId)).toMatchObject({ street: null, zipCode: null, city: 'Oakland' });
    const { companyId: nowhere } = await addFirm({
      name: 'Ridge',
      place: { ...place, addressShown: 'NONE' },
    });
    expect(await seen(reader, nowhere)).toMatchObject({ street: null, city: null, county: null });
  });

  it('ends where the firm opts out, for visitors or for all', async () => {
    const { companyId } = await addFirm({ name: 'Optout', share: { directoryAudience: 'MEMBERS' } });
    await expect(seen(visitor, companyId)).rejects.toMatchObject({ code: 'not_found' });
    expect(await namesFor(visitor, { q: 'optout' })).toEqual([]);
    expect(await namesFor(reader, { q: 'optout' })).toEqual(['Optout']);
    const { companyId: gone } = await addFirm({ name: 'Optout', share: { directoryAudience: 'NOBODY' } });
    await expect(seen(reader, gone)).rejects.toMatchObject({ code: 'not_found' });
    expect((await seen(staff, gone)).name).toBe('Optout');
  });

  it('ends with the last active membership among its people', async () => {
    const { companyId, ownerId } = await addFirm({ name: 'Lasting' });
    const colleague = await addMember(portal.db);
    await addColleague(portal.db, { companyId, ownerId }, colleague);
    await becomes(ownerId, 'LAPSED');
    expect((await seen(visitor, companyId)).name).toBe('Lasting');
    await becomes(colleague, 'SUSPENDED');
    await expect(seen(reader, companyId)).rejects.toMatchObject({ code: 'not_found' });
    await becomes(ownerId, 'ACTIVE');
    expect((await seen(visitor, companyId)).name).toBe('Lasting');
  });

  it('is never more than the functions give, whatever a statement asks', async () => {
    const { companyId } = await addFirm({ name: 'Ridge', about, share: {} });
    for (const actor of [visitor, reader]) {
      expect(
        await portal.db.read(actor, ({ sql }) => sql`select id from companies where id = ${companyId}`),
      ).toEqual([]);
      await expect(
        portal.db.read(actor, ({ sql }) => sql`select * from firms_as_seen(array[${companyId}::uuid], 2)`),
      ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
    }
  });
});

describe('an owner', () => {
  it('sees the firm as a visitor and as a member do, and nobody else’s', async () => {
    const { companyId, ownerId } = await addFirm({
      name: 'Mirror',
      about: { phone: '510-555-0144', story: 'Ours.' },
      share: { directoryAudience: 'MEMBERS', phoneAudience: 'MEMBERS' },
    });
    const preview = (actor: Actor, as: 'VISITOR' | 'MEMBER') =>
      portal.db.read(actor, (tx) => findFirmPreview(tx, { companyId, reader: as }), { freshness: 'latest' });
    expect(await preview(member(ownerId), 'VISITOR')).toBeUndefined();
    expect(await preview(member(ownerId), 'MEMBER')).toMatchObject({ phone: '+15105550144', story: 'Ours.' });
    expect(await preview(reader, 'MEMBER')).toBeUndefined();
  });

  it('alone decides who sees what', async () => {
    const { companyId, ownerId } = await addFirm({ name: 'Owned' });
    const colleague = await addMember(portal.db);
    await addColleague(portal.db, { companyId, ownerId }, colleague);
    const share = shareCompanyInput.parse({ companyId, ...hidden });
    const as = (userId: string) => portal.db.write(member(userId), (tx) => shareCompany(tx, share));
    await expect(as(colleague)).rejects.toThrow('Only an owner');
    await expect(as((reader as { userId: string }).userId)).rejects.toMatchObject({ code: 'not_found' });
    await becomes(ownerId, 'SUSPENDED');
    await expect(as(ownerId)).rejects.toThrow();
  });

  it('hides the firm for a search that begins afterwards, while another act on it waits', async () => {
    const { companyId, ownerId } = await addFirm({ name: 'Racing', about: { phone: '510-555-0145' } });
    const share = (directoryAudience: string) =>
      portal.db.write(member(ownerId), (tx) =>
        shareCompany(tx, shareCompanyInput.parse({ companyId, ...hidden, directoryAudience })),
      );
    const describeIt = () =>
      portal.db.write(member(ownerId), (tx) =>
        describeCompany(tx, describeCompanyInput.parse({ companyId, name: 'Racing', story: 'Late.' })),
      );
    await Promise.all([share('NOBODY'), describeIt(), describeIt()]);
    expect(await namesFor(reader, { q: 'racing' })).toEqual([]);
  });
});

it('knows the place of a company from before, and who asked not to be listed', async () => {
  const before = async (zipCode: string, people: { isListed: boolean }[]) => {
    const [owner = '', ...colleagues] = await Promise.all(
      people.map((person) => addMember(portal.db, person)),
    );
    const companyId = await addSampleCompany(portal.db, owner);
    for (const colleague of colleagues)
      await addColleague(portal.db, { companyId, ownerId: owner }, colleague);
    await portal.owner`alter table companies disable trigger find_county`;
    await portal.owner`update companies set zip_code = ${zipCode} where id = ${companyId}`;
    await portal.owner`alter table companies enable trigger find_county`;
    return companyId;
  };
  const [listed, unlisted] = [{ isListed: true }, { isListed: false }];
  const found = await before('94607', [listed, unlisted]);
  const hiddenOne = await before('94607', [unlisted, unlisted]);
  const nowhere = await before('00000', [listed]);
  const nextAfter = async (last: string | null): Promise<string | null> => {
    const [batch] = await portal.owner<
      { key: string | null }[]
    >`select find_counties_of_companies(${last}) as key`;
    return batch?.key ?? null;
  };
  for (let last = await nextAfter(null); last !== null; ) last = await nextAfter(last);
  const rows = await portal.owner`
    select id, city, county, directory_audience from companies where id = any (${[found, hiddenOne, nowhere]}::uuid[])`;
  const of = (id: string) => rows.find((row) => row.id === id);
  expect(of(found)).toMatchObject({ city: 'Oakland', county: 'Alameda', directory_audience: 'PUBLIC' });
  expect(of(hiddenOne)).toMatchObject({ county: 'Alameda', directory_audience: 'NOBODY' });
  expect(of(nowhere)).toMatchObject({ city: null, county: null, directory_audience: 'PUBLIC' });
});
