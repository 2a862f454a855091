import { beforeAll, describe, expect, it } from 'vitest';
import { type Actor, visitor } from '../engine/actors.ts';
import { connect } from '../engine/connection.ts';
import { addMember } from '../members/factory.ts';
import { portalSettings } from '../settings/tables.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addContractors } from './factory.ts';
import { getLicense } from './queries/license.ts';

/** A firm's mailing address is often a home. The board publishes it, and the portal shows it to members and staff alone. */

const portal = testDatabase();

const hidden = [
  'contractor_bond_number',
  'disciplinary_bond_number',
  'disciplinary_case_number',
  'mailing_address',
  'worker_bond_number',
  'workers_comp_policy_number',
];

let people: Record<'owner' | 'member' | 'lapsed' | 'pending' | 'suspended' | 'staff', string>;

beforeAll(async () => {
  await addContractors(portal.owner, [
    {
      licenseNumber: '100',
      businessName: 'DOE JANE',
      businessType: 'Sole Owner',
      mailingAddress: '7 HOME WAY',
    },
    { licenseNumber: '101', businessType: 'Corporation', mailingAddress: '8 YARD WAYSTE 4' },
    { licenseNumber: '102', businessType: 'Sole Owner', mailingAddress: '9 HOME WAY' },
    { licenseNumber: '103', businessType: null, mailingAddress: '10 HOME WAY' },
    { licenseNumber: '104', businessType: 'A NEW KIND', mailingAddress: '11 HOME WAY' },
  ]);
  const [owner, member, lapsed, pending, suspended, staff] = await Promise.all([
    addMember(portal.db, { licenseNumber: '100' }),
    addMember(portal.db),
    addMember(portal.db, { status: 'LAPSED' }),
    addMember(portal.db, { status: 'PENDING' }),
    addMember(portal.db, { status: 'SUSPENDED' }),
    addMember(portal.db, { roles: ['support'] }),
  ]);
  people = { owner, member, lapsed, pending, suspended, staff };
});

const asMember = (who: keyof typeof people): Actor => ({ kind: 'member', userId: people[who] });
const seenBy = (actor: Actor) => portal.db.read(actor, (tx) => getLicense(tx, { licenseNumber: '100' }));

describe('the mailing address of a license', () => {
  it('is for members and staff', async () => {
    for (const actor of [
      asMember('member'),
      { kind: 'staff', userId: people.staff },
      { kind: 'system', name: 'test' },
    ] satisfies Actor[]) {
      expect((await seenBy(actor)).mailingAddress, actor.kind).toBe('7 HOME WAY');
    }
  });

  it('is nothing that visitors, applicants, lapsed or suspended members get; everybody gets the phone', async () => {
    for (const actor of [visitor, asMember('pending'), asMember('lapsed'), asMember('suspended')]) {
      const license = await seenBy(actor);
      expect(license.mailingAddress).toBeNull();
      expect(JSON.stringify(license)).not.toContain('HOME WAY');
      expect(license.phone).toBe('+15105550100');
    }
  });

  it('is nothing that a person gets without an account, by calling staff’s role', async () => {
    const license = await seenBy({ kind: 'staff', userId: '00000000-0000-7000-8000-000000000000' });
    expect(license.mailingAddress).toBeNull();
  });
});

describe('the mailing addresses that staff open to visitors', () => {
  const open = (value: unknown) =>
    portal.db.write({ kind: 'system', name: 'test' }, ({ orm }) =>
      orm
        .insert(portalSettings)
        .values({ name: 'addresses_for_visitors', value })
        .onConflictDoUpdate({ target: portalSettings.name, set: { value } }),
    );
  const addresses = async (actor: Actor) =>
    Promise.all(
      ['100', '101', '102', '103', '104'].map(
        async (licenseNumber) =>
          (await portal.db.read(actor, (tx) => getLicense(tx, { licenseNumber }))).mailingAddress,
      ),
    );
  const outsiders = () => [visitor, asMember('pending'), asMember('lapsed'), asMember('suspended')];

  it('are those of firms, and never that of a sole owner or of an unknown kind of business', async () => {
    await open(true);
    for (const actor of outsiders()) {
      expect(await addresses(actor)).toEqual([null, '8 YARD WAY STE 4', null, null, null]);
    }
    expect(await addresses(asMember('member'))).toEqual([
      '7 HOME WAY',
      '8 YARD WAY STE 4',
      '9 HOME WAY',
      '10 HOME WAY',
      '11 HOME WAY',
    ]);
  });

  it('are closed again, and by any other value', async () => {
    for (const value of [false, 'true', 1, { open: true }]) {
      await open(value);
      for (const actor of outsiders()) expect(await addresses(actor)).toEqual([null, null, null, null, null]);
    }
  });
});

it('a member is told which license is their own firm’s', async () => {
  expect((await seenBy(asMember('owner'))).isOwn).toBe(true);
  expect((await seenBy(asMember('member'))).isOwn).toBe(false);
  expect((await seenBy(visitor)).isOwn).toBe(false);
});

describe('a statement of a visitor or a member', () => {
  const refusal = async (actor: Actor, statement: string) => {
    try {
      await portal.db.read(actor, ({ sql }) => sql.unsafe(statement));
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      return cause?.code;
    }
    return 'none';
  };

  it.each([
    ...hidden.map((column) => `select ${column} from california_contractors`),
    'select * from california_contractors',
    'select c from california_contractors c',
    'select to_jsonb(c) from california_contractors c',
    `select license_number from california_contractors where mailing_address like '7%'`,
    'select license_number from california_contractors order by mailing_address',
    'select max(workers_comp_policy_number) from california_contractors',
    // The whole row, by other ways.
    'select c::text from california_contractors c',
    'select row_to_json(c) from california_contractors c',
    'select (c).mailing_address from california_contractors c',
    'select count(c) from california_contractors c',
    'select hashtext(c::text) from california_contractors c',
    'select 1 from california_contractors c where c = c',
    'select 1 from california_contractors c order by c',
    'select c.* is null from california_contractors c',
    `select query_to_xml('select mailing_address from california_contractors', true, true, '')`,
    `select table_to_xml('california_contractors', true, true, '')`,
    // A guess that the answer, its order, its number of rows or its plan would confirm.
    `select 1 from california_contractors natural join (select '7 HOME WAY'::text as mailing_address) guess`,
    `select 1 from california_contractors join (select '7 HOME WAY'::text as mailing_address) guess using (mailing_address)`,
    'select count(*) from california_contractors group by mailing_address',
    'select distinct on (mailing_address) license_number from california_contractors',
    'select rank() over (order by mailing_address) from california_contractors',
    `explain select 1 from california_contractors where mailing_address = '7 HOME WAY'`,
    'select * from pg_statistic',
    // The tables that hold the same values.
    'select * from contractor_rows_before',
    'select * from contractor_policies',
    'select * from contractor_personnel',
    'select * from followed_changes',
  ])('is refused: %s', async (statement) => {
    for (const actor of [visitor, asMember('member')]) expect(await refusal(actor, statement)).toBe('42501');
  });

  it('gets no statistics of a hidden column', async () => {
    await portal.owner`analyze california_contractors`;
    const told = (actor: Actor) =>
      portal.db.read(
        actor,
        ({ sql }) =>
          sql`select attname from pg_stats where tablename = 'california_contractors' and attname = any(${hidden})`,
      );
    // The owner of the table is bound by its policies, and sees none either.
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    const kept = await superuser`select from pg_stats where attname = any(${hidden})`;
    await superuser.end();
    expect(kept.length).toBeGreaterThan(0);
    for (const actor of [visitor, asMember('member')]) expect(await told(actor)).toHaveLength(0);
  });

  it('reads every other column of the register', async () => {
    const columns = await portal.owner<{ name: string }[]>`
      select attname as name from pg_attribute
      where attrelid = 'california_contractors'::regclass and attnum > 0 and not attisdropped
        and not has_column_privilege('application_role', attrelid, attnum, 'SELECT') order by attname`;
    expect(columns.map(({ name }) => name)).toEqual(hidden);
    expect(await refusal(visitor, 'select count(*) from california_contractors')).toBe('none');
  });
});
