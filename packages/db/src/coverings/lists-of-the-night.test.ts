import { beforeAll, expect, it } from 'vitest';
import { connect } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { listMembersToLapse, listMembersToNotice } from '../memberships/queries/to-tell.ts';
import { system } from '../tools/testing/sample.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { listCoveringsToEnd, listPeopleToCover } from './queries.ts';

const portal = testDatabase();

/** A term by its first and last day, in days from today; two terms follow each other. */
const terms = {
  none: [],
  toCome: [[5, 370]],
  far: [[-100, 91]],
  paused: [[-100, 200]],
  soon: [[-300, 90]],
  lastDay: [[-364, 0]],
  grace: [[-370, -5]],
  lastOfGrace: [[-395, -30]],
  lapsed: [[-400, -31]],
  renewed: [
    [-360, 4],
    [5, 369],
  ],
} as const;
type Terms = keyof typeof terms;

/** Every pair of a person's terms and a colleague's, each once with a covering that was noted and once without. */
beforeAll(async () => {
  const sql = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await sql.unsafe(`update membership_tiers set covers_people = true where code = 'CORPORATE'`);
  const statements: string[] = [];
  let at = 0;
  const person = () => {
    at += 1;
    return `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`;
  };
  const add = (id: string, kind: Terms, tier: string, status: string) => {
    statements.push(`
      insert into users (id, email, email_verified_at, first_name, last_name, status) values ('${id}', '${id}@example.org', now(), 'A', 'B', '${status}')`);
    for (const [first, last] of terms[kind])
      statements.push(`
        insert into memberships (user_id, tier_code, status, starts_on, ends_on)
        select '${id}', '${tier}', '${last < -30 ? 'ENDED' : 'ACTIVE'}', today + ${first}, today + ${last} from clock`);
    if (kind === 'paused')
      statements.push(`
        insert into membership_pauses (user_id, starts_on, ends_on, reason) select '${id}', today - 3, today + 3, 'Away' from clock`);
  };
  for (const own of Object.keys(terms) as Terms[])
    for (const covering of Object.keys(terms) as Terms[])
      for (const isNoted of [false, true])
        for (const [status, coverer] of [
          ['ACTIVE', 'ACTIVE'],
          ['LAPSED', 'ACTIVE'],
          ['ACTIVE', 'SUSPENDED'],
        ] as const) {
          const [one, colleague, company] = [person(), person(), person()];
          add(one, own, 'REGULAR', status);
          add(colleague, covering, 'CORPORATE', coverer);
          statements.push(
            `insert into companies (id, name) values ('${company}', 'Firm ${at}')`,
            `insert into company_people (company_id, user_id, role) values ('${company}', '${one}', 'MEMBER'), ('${company}', '${colleague}', 'OWNER')`,
          );
          if (isNoted)
            statements.push(
              `insert into membership_coverings (user_id, company_id, covered_by, starts_on) select '${one}', '${company}', '${colleague}', today - 9 from clock`,
            );
        }
  await sql.unsafe(`
    set session_replication_role = replica;
    create temp view clock as select (now() at time zone 'America/Los_Angeles')::date as today;
    ${statements.join(';\n')};
    insert into membership_notices (membership_id, user_id, step)
    select id, user_id, membership_notice_step(ends_on, today) from memberships, clock
    where membership_notice_step(ends_on, today) is not null and hashtext(id::text) % 2 = 0;
    set session_replication_role = origin`);
  await sql.unsafe('analyze');
  await sql.end();
});

/** The people for whom the functions alone say yes, which read the terms and colleagues of each person. */
const bothWays = async (list: (tx: Transaction) => Promise<string[]>, condition: string): Promise<void> => {
  const [listed, counted] = await portal.db.read(
    system,
    async (tx) => [
      await list(tx),
      (
        await tx.sql.unsafe<{ id: string }[]>(`
          select distinct u.id from (select (now() at time zone 'America/Los_Angeles')::date as today) clock
          cross join users u left join memberships m on m.user_id = u.id and m.status = 'ACTIVE' where ${condition} order by 1`)
      ).map(({ id }) => id),
    ],
    { freshness: 'latest' },
  );
  expect(counted?.length).toBeGreaterThan(0);
  expect(listed).toEqual(counted);
};

const isCovered = 'exists (select from covering_of(u.id, today) found where found.standing is not null)';
const isNoted = 'exists (select from membership_coverings v where v.user_id = u.id and v.ends_on is null)';

it('everybody who lapsed is in the list, and nobody else', () =>
  bothWays(listMembersToLapse, `u.status = 'ACTIVE' and membership_standing_of(u.id, today) = 'LAPSED'`));

it('everybody whose covering was not noted is in the list, and nobody else', () =>
  bothWays(listPeopleToCover, `u.status in ('ACTIVE', 'LAPSED') and not ${isNoted} and ${isCovered}`));

it('everybody whose covering is over is in the list, and nobody else', () =>
  bothWays(listCoveringsToEnd, `${isNoted} and not ${isCovered}`));

it('everybody who was not told of a step is in the list, and nobody else', () =>
  bothWays(
    listMembersToNotice,
    `u.status = 'ACTIVE' and m.ends_on between today - 30 and today + 90
     and m.ends_on = membership_last_day(u.id, today) and paused_through(u.id, today) is null and not ${isCovered}
     and not exists (select from membership_notices n where n.membership_id = m.id and n.step = membership_notice_step(m.ends_on, today))`,
  ));
