import { afterAll, beforeAll, expect, it } from 'vitest';
import { addSampleCompany } from '../companies/factory.ts';
import { type Database, openDatabase } from '../database.ts';
import { Refused } from '../engine/errors.ts';
import { addMember } from '../members/factory.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { testSealing } from '../tools/testing/test-keys.ts';
import { type SubmitOutcome, submitBid } from './commands/drafts.ts';
import { draftOf, openBids } from './factory.ts';

const portal = testDatabase();
let crowd: Database;

beforeAll(() => {
  crowd = openDatabase({ ...portal.urls, maxConnections: 40 });
});
afterAll(() => crowd.close());

const bidders = 200;
const windowMs = 3_000;

it('two hundred firms submit around the deadline: each is in before it or refused, and all are accounted for', async () => {
  const projectId = await addProject(portal.db, await addMember(portal.db));
  const drafts: Awaited<ReturnType<typeof draftOf>>[] = [];
  for (let done = 0; done < bidders; done += 20)
    drafts.push(
      ...(await Promise.all(
        Array.from({ length: 20 }, async (_, at) => {
          const userId = await addMember(portal.db);
          const companyId = await addSampleCompany(portal.db, userId, `Firm ${done + at}`);
          const draft = await draftOf(crowd, userId, { projectId, companyId });
          await draft.save({ amount: String(1000 + done + at) }, 1);
          return draft;
        }),
      )),
    );
  // The deadline is set by the database's clock. Half of the firms begin before it, and some of these wait for a connection past it.
  await portal.owner.unsafe(`
    alter table projects disable trigger user;
    update projects set deadline_at = clock_timestamp() + interval '${windowMs / 2} milliseconds' where id = '${projectId}';
    alter table projects enable trigger user`);
  const results = await Promise.allSettled(
    drafts.map(async ({ as, draftId }, at) => {
      await new Promise((passed) => setTimeout(passed, (at / bidders) * windowMs));
      return crowd.write(as, (tx) =>
        submitBid(tx, testSealing, { draftId, revision: 2, portal: 'https://portal.example.org' }),
      );
    }),
  );
  const taken = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refused = results.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused.filter((reason) => !(reason instanceof Refused))).toEqual([]);
  expect(new Set(refused.map(String))).toEqual(new Set(['Refused: The bidding deadline has passed.']));
  expect(taken.length).toBeGreaterThan(0);
  expect(refused.length).toBeGreaterThan(0);
  expect(taken.length + refused.length).toBe(bidders);
  const ids = taken
    .map((answer: SubmitOutcome) => ('bidId' in answer ? answer.bidId : answer.outcome))
    .sort();
  const [held] = await portal.owner<
    { ids: string[]; late: number; without: number; mails: number; drafts: number }[]
  >`
    select array_agg(b.id::text order by b.id::text) as ids,
      count(*) filter (where b.submitted_at >= p.deadline_at)::int as late,
      count(*) filter (where c.sealed is null)::int as without,
      (select count(*)::int from mails where template = 'bid-received') as mails,
      (select count(*)::int from bid_drafts where project_id = ${projectId} and bid_id is not null) as drafts
    from project_applications b join projects p on p.id = b.project_id left join bid_contents c on c.bid_id = b.id
    where b.project_id = ${projectId}`;
  expect(held).toEqual({ ids, late: 0, without: 0, mails: taken.length, drafts: taken.length });
  await openBids(portal.db);
  const [opened] = await portal.owner<{ sums: number; wrong: number }[]>`
    select count(distinct amount_cents)::int as sums, count(*) filter (where problem is not null)::int as wrong
    from bid_contents where bid_id = any (${ids})`;
  expect(opened).toEqual({ sums: taken.length, wrong: 0 });
});
