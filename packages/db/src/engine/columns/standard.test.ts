import { email, lineOrNone } from '@namc/inputs/text';
import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { createEmptyDatabase, dropDatabase } from '../../tools/testing/template.ts';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { connect } from '../connection.ts';
import { readMigrationFiles } from '../migrations/files.ts';
import { applyMigrations } from '../migrations/migrate.ts';

const portal = testDatabase();

/**
 * Columns of text that are not one line, and why. Everything else is a line (`is_one_line`), one of a list, a key of
 * another table, or has a pattern of its own.
 */
const ofManyLines: Record<string, string> = {
  'account_links.email': 'An address that `users` takes later, where it has to be one mailbox.',
  'user_credentials.password_hash': 'A hash.',
  'staff_letters.letter': 'The name of a letter of the portal.',
  'account_requests.request_id': 'The id of a request.',
  'account_requests.user_agent': 'The browser’s own words, shown escaped.',
  'account_events.user_agent': 'The browser’s own words, shown escaped.',
  'announcements.body': 'Several lines.',
  'application_messages.body': 'Several lines.',
  'course_modules.content': 'Several lines.',
  'certifications.verification_note': 'A person’s reason, of several lines.',
  'companies.story': 'Several lines.',
  'company_merges.reason': 'A person’s reason, of several lines.',
  'courses.summary': 'Several lines.',
  'events.description': 'Several lines.',
  'home_pictures.content_type': 'Generated from the bytes.',
  'home_sections.body': 'Several lines.',
  'feedback_replies.body': 'Several lines.',
  'member_feedback.body': 'Several lines.',
  'membership_applications.reason': 'A person’s reason, of several lines.',
  'membership_applications.statement': 'Several lines.',
  'membership_tiers.description': 'Several lines.',
  'messages.body': 'Several lines.',
  'online_refunds.reason': 'A person’s reason, of several lines.',
  'payment_refunds.reason': 'A person’s reason, of several lines.',
  'permissions.description': 'Written by migrations alone.',
  'outreach_contacts.rejection': 'A person’s reason, of several lines.',
  'outreach_contacts.said': 'Several lines.',
  'project_addenda.content': 'Several lines.',
  'project_questions.answer': 'Several lines.',
  'project_questions.published': 'Several lines.',
  'project_questions.question': 'Several lines.',
  'project_questions.refusal': 'A person’s reason, of several lines.',
  'backup_runs.log': 'Findings of the agent, one a line.',
  'bid_clarifications.body': 'Several lines.',
  'bid_contents.message': 'Several lines.',
  'bid_contents.commitment': 'Computed from the offer.',
  'bid_contents.list_commitment': 'Computed from the list of subcontractors.',
  'bid_drafts.notes': 'A person’s notes, of several lines.',
  'bid_files.commitment': 'Computed from the file.',
  'bid_files.storage_key': 'Made by the portal.',
  'dropped_indexes.definition': 'The catalog’s own words.',
  'dropped_indexes.name': 'The catalog’s own names.',
  'projects.description': 'Several lines.',
  'roles.description': 'Several lines.',
  'sessions.user_agent': 'The browser’s own words, shown escaped.',
  'user_roles.reason': 'A person’s reason, of several lines.',
  'users.bio': 'Several lines.',
  'mails.problem': 'The mail server’s own words, for staff.',
  'mails.template': 'The name of a letter of the portal.',
  'mails.message_id': 'Made by the portal.',
  'member_letters.letter': 'The name of a letter of the portal.',
  'project_files.storage_key': 'Made by the portal.',
  'event_files.storage_key': 'Made by the portal.',
  'course_enrollments.certificate_number': 'Made by the portal.',
  'secure_data.key_id': 'The name of a key.',
  'users.email_key': 'Generated from the address.',
  'permissions.code': 'Written by migrations alone.',
  'roles.code': 'Written by migrations alone.',
  'skills.code': 'Written by migrations alone.',
  'partitioned_tables.table_name': 'The catalog’s own names.',
  'detached_partitions.partition_name': 'The catalog’s own names.',
  'system_metrics.metric': 'Made by the portal.',
  'statement_texts.text_key': 'Made by the portal.',
  'statement_texts.text': 'A statement, of several lines.',
};
/** Tables that people do not write: the trail repeats other tables, and the rest comes from files and programs. */
const ofPrograms =
  /^(admin_actions|audit_|contractor_|california_|followed_changes|place_names|zip_codes|reference_loads|portal_|spatial_ref_sys)/;

/** True if a check keeps the column to one line, to a list of values, or to a pattern. */
const isStrict = (column: string) => (check: string) =>
  check.includes(`is_one_line(${column})`) ||
  check.includes(`is_mailbox((${column})`) ||
  check.includes(`is_mailbox(${column})`) ||
  check.startsWith(`CHECK ((${column} = ANY (ARRAY[`) ||
  check.startsWith(`CHECK ((${column} = '`) ||
  new RegExp(`^CHECK \\(+${column}\\)?(::text)?\\)? ~ '\\^`).test(check);

it('every column that people name things with holds one line', async () => {
  const found = await portal.owner<{ table: string; column: string; checks: string[] }[]>`
    select relname as "table", attname as "column",
      array(select pg_get_constraintdef(con.oid) from pg_constraint con
            where conrelid = c.oid and contype = 'c' and attnum = any (conkey)) as checks
    from pg_attribute a join pg_class c on c.oid = attrelid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition and attnum > 0
      and not attisdropped and atttypid in ('text'::regtype, 'varchar'::regtype, 'citext'::regtype)
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
      and not exists (select from pg_constraint con where conrelid = c.oid and contype = 'f' and attnum = any (conkey))
    order by 1, 2`;
  const unanswered = found
    .filter(({ table, column, checks }) => !ofPrograms.test(table) && !checks.some(isStrict(column)))
    .map(({ table, column }) => `${table}.${column}`);
  expect(unanswered.filter((name) => !(name in ofManyLines))).toEqual([]);
  expect(Object.keys(ofManyLines).filter((name) => !unanswered.includes(name))).toEqual([]);
});

it('the database and the inputs refuse the same characters, over all of Unicode', async () => {
  const refused = await portal.owner<{ point: number }[]>`
    select point from generate_series(1, 1114111) point
    where point not between 55296 and 57343 and not is_one_line('a' || chr(point) || 'b') and chr(point) is nfc normalized
      and ('a' || chr(point) || 'b') is nfc normalized`;
  const byDatabase = new Set(refused.map(({ point }) => point));
  const line = lineOrNone(10);
  const differ: string[] = [];
  for (let point = 1; point <= 0x10ffff; point += 1) {
    if (point >= 0xd800 && point <= 0xdfff) continue;
    const text = `a${String.fromCodePoint(point)}b`;
    const { data } = line.safeParse(text);
    // A text that the inputs compose to another one is compared by the test below.
    if (data !== undefined && data !== text) continue;
    if ((data === undefined) !== byDatabase.has(point)) differ.push(`U+${point.toString(16)}`);
  }
  expect(differ).toEqual([]);
});

it('whatever the inputs take as one line, the database takes too', async () => {
  const unit = fc.constantFrom(
    ..."aZ9 .'’&é",
    'e\u0301',
    '\n',
    '\u200b',
    '\u202e',
    '\0',
    '\u00a0',
    '漢',
    '😀',
    'ﬁ',
    '1',
    ...'👷🏽♀\u200d\ufe0f\u20e3',
  );
  const texts = fc.sample(fc.string({ unit, maxLength: 12 }), { numRuns: 2_000, seed: 7 });
  const taken = texts.map((text) => lineOrNone(60).safeParse(text).data).filter((text) => text !== undefined);
  expect(taken.length).toBeGreaterThan(200);
  const refused = await portal.owner`
    select text from unnest(${taken}::text[]) as text where not is_one_line(text)`;
  expect(refused).toEqual([]);
});

it('the database and the inputs take the two characters that join emoji, and only there', async () => {
  const unit = fc.constantFrom(...'👷🏽♀🏗\u200d\ufe0f\u20e3', '1', 'a');
  const texts = [
    ...new Set(fc.sample(fc.string({ unit, minLength: 1, maxLength: 6 }), { numRuns: 5_000, seed: 5 })),
  ];
  const refused = await portal.owner<{ text: string }[]>`
    select text from unnest(${texts}::text[]) as text where not is_one_line(text)`;
  const byDatabase = new Set(refused.map(({ text }) => text));
  // The inputs leave out what they do not take.
  const differ = texts.filter((text) => byDatabase.has(text) === (lineOrNone(60).parse(text) === text));
  expect(byDatabase.size).toBeGreaterThan(100);
  expect(differ).toEqual([]);
});

it('the database and the inputs take the same addresses', async () => {
  const part = (most: number, characters: string) =>
    fc.string({ unit: fc.constantFrom(...characters), minLength: 1, maxLength: most });
  const address = fc
    .tuple(
      part(6, 'ab1.+_-\'"<(,:;é'),
      part(4, 'ab1-.'),
      fc.constantFrom('.org', '.o', '', '.co.uk', '>', '.org.'),
    )
    .map(([local, domain, end]) => `${local}@${domain}${end}`);
  const texts = [
    ...fc.sample(address, { numRuns: 5_000, seed: 11 }),
    `${'a'.repeat(64)}@example.org`,
    `${'a'.repeat(65)}@example.org`,
    `a@${'b'.repeat(63)}.org`,
    `a@${'b'.repeat(64)}.org`,
    `a@${'bcdefgh.'.repeat(31)}org`,
    // A domain of more than 63 characters goes another way through the function, as does a local part of more than 64.
    ...fc
      .sample(address, { numRuns: 2_000, seed: 12 })
      .flatMap((text) => [text.replace('@', `@${'bcdefgh.'.repeat(8)}`), `${'a'.repeat(60)}${text}`]),
  ];
  const answers = await portal.owner<{ text: string; taken: boolean }[]>`
    select text, is_mailbox(text) as taken from unnest(${texts}::text[]) as text`;
  expect(answers.filter(({ taken }) => taken).length).toBeGreaterThan(20);
  expect(answers.filter(({ text, taken }) => taken !== email.safeParse(text).success)).toEqual([]);
});

it('no check, default or generated column makes the server plan an SQL function for each statement', async () => {
  const found = await portal.owner<{ name: string }[]>`
    select distinct p.oid::regprocedure::text as name
    from pg_depend d
    join pg_proc p on d.refclassid = 'pg_proc'::regclass and p.oid = d.refobjid
    join pg_language l on l.oid = p.prolang and l.lanname = 'sql'
    where d.classid in ('pg_constraint'::regclass, 'pg_attrdef'::regclass)
      and p.pronamespace = 'public'::regnamespace
      and not exists (select from pg_depend e where e.classid = 'pg_proc'::regclass and e.objid = p.oid and e.deptype = 'e')
    order by 1`;
  // A restore runs with an empty search path. It finds the functions of PostGIS only in a body that was bound to them.
  expect(found.map(({ name }) => name)).toEqual(['california_albers(geography)']);
});

describe('rows that were written before', () => {
  const { port, superuserUrl } = inject('portalCluster');

  it('are one line after the migration, and a script cannot write another', async () => {
    const name = `one_line_before_${process.pid}`;
    const ownerUrl = `postgres://portal_owner@127.0.0.1:${port}/${name}`;
    await createEmptyDatabase(superuserUrl, name);
    const superuser = connect(superuserUrl.replace(/[^/]*$/, name), { max: 1, applicationName: 'test' });
    try {
      const files = readMigrationFiles();
      const first = files.findIndex((file) => file.name.endsWith('_one_line'));
      await applyMigrations({ ownerUrl, embedded: false, files: files.slice(0, first) });
      await superuser`
        insert into users (email, first_name, last_name, company)
        values ('bob@example.org', E'Bob\n=cmd|'' /C calc''!A0', ${'Sm\u202eith '}, ${'\u200b'}),
               ('x1<bob@example.org>', 'Mal', 'Lory', null), ('ana@example.org', 'Ana', 'Re\u0301yes', 'Reyes & Co')`;
      await superuser`insert into announcements (title, body, audience) values (${'One\r\nTwo'}, ${'One\r\nTwo'}, 'MEMBERS')`;
      await superuser`
        insert into california_contractors (license_number, business_name, city, primary_status, region, classifications)
        values ('1000001', ${'ACME\u0085ROOFING'}, ${'OAKLAND\t'}, 'CLEAR', 'NORTH', '{}')`;
      await applyMigrations({ ownerUrl, embedded: false, files });
      const people = await superuser`
        select email::text as email, first_name as first, last_name as last, company
        from users left join membership_applications a on a.user_id = users.id order by first_name`;
      expect(people).toEqual([
        { email: 'ana@example.org', first: 'Ana', last: 'Réyes', company: 'Reyes & Co' },
        { email: 'bob@example.org', first: "Bob =cmd|' /C calc'!A0", last: 'Sm ith', company: '?' },
        {
          email: expect.stringMatching(/^unreadable-[0-9a-f-]{36}@invalid\.example$/),
          first: 'Mal',
          last: 'Lory',
          company: null,
        },
      ]);
      expect(await superuser`select title, body from announcements`).toEqual([
        { title: 'One Two', body: 'One\r\nTwo' },
      ]);
      expect(await superuser`select business_name as name, city from california_contractors`).toEqual([
        { name: 'ACME ROOFING', city: 'OAKLAND' },
      ]);
      await expect(superuser`update users set first_name = ${'A\nB'}`).rejects.toThrow('users_one_line');
      await expect(superuser`update users set email = 'x1<ana@example.org>'`).rejects.toThrow(
        'users_email_normalized',
      );
    } finally {
      await superuser.end();
      await dropDatabase(superuserUrl, name);
    }
  });
});
