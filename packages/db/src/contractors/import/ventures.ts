import {
  type BarredMember,
  type BarredTime,
  beginningOfTime,
  doubted,
  endless,
  isInferredKind,
  readBarredMember,
  type unjudged,
  writeBarredMember,
  writeBarredTime,
} from '@namc/inputs/barred-members';
import { everyClassFrom } from '@namc/inputs/coverage-mandates';
import { readFiledDate } from '@namc/inputs/filed-date';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { barredOn, barringFrom } from '../standing/barred-members.ts';
import { californiaDay, daysLater } from '../standing/california-day.ts';
import { jointVenture } from '../standing/coverage.ts';
import { replacementDays } from '../standing/departure.ts';
import { type StandingFacts, standingColumns, standingShape } from '../standing/facts.ts';
import type { Moment } from '../standing/finding.ts';
import { type Judgment, judge } from '../standing/judgment.ts';
import { groups, momentOf } from '../standing/standing.ts';
import { contractorChanges } from '../tables/import-runs.ts';
import { californiaContractors } from '../tables/register.ts';

const member = pick(californiaContractors, ['licenseNumber']);
const venture = computed({ ventureNumber: 'string' });
const unjudgedMember = computed({ number: 'string', isListed: 'boolean' });
const toldOf = pick(contractorChanges, ['id', 'licenseNumber', 'before', 'after']);
const noted = pick(californiaContractors, ['licenseNumber', 'barredMembers']);

/**
 * Notes at each joint venture the times within which the license of a member bars it, by the board's files of people and licenses
 * (Business and Professions Code 7029). The last file must be recorded. With a run, its changes tell which members bar a venture,
 * today or from a day to come, that did not, and the other way around.
 */
export async function noteVentures(sql: TransactionClient, runId: string | null): Promise<void> {
  const [people] = await sql`select from contractor_personnel limit 1`;
  if (!people) return;
  const before = new Map<string, string[]>();
  for (const row of await rowsOf(
    sql,
    noted,
  )`select ${noted(sql)} from california_contractors where barred_members is not null`)
    before.set(row.licenseNumber, row.barredMembers ?? []);
  const after = await timesOfVentures(sql);
  const isSame = (number: string) =>
    JSON.stringify(before.get(number) ?? []) === JSON.stringify(after.get(number) ?? []);
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((number) => !isSame(number));
  if (changed.length === 0) return;
  // One text for each license, because an array of arrays has one length.
  const texts = changed.map((number) => after.get(number)?.join('|') ?? null);
  await sql`
    update california_contractors c set barred_members = string_to_array(noted.times, '|')
    from unnest(${changed}::text[], ${texts}::text[]) as noted (license_number, times)
    where c.license_number = noted.license_number`;
  if (runId === null) return takeBack(sql, changed, after);
  const today = californiaDay(new Date());
  const events = changed.flatMap((number) => eventsOf(number, before.get(number), after.get(number), today));
  await sql`
    insert into contractor_changes (import_run_id, license_number, kind, before, after)
    select ${runId}::uuid, license_number, kind, before, after
    from unnest(${events.map(({ number }) => number)}::text[], ${events.map(({ kind }) => kind)}::text[],
                ${events.map((event) => event.before)}::text[], ${events.map((event) => event.after)}::text[])
      as event (license_number, kind, before, after)`;
}

/** The times of each joint venture that has a member with one, by the license number of the venture. */
async function timesOfVentures(sql: TransactionClient): Promise<Map<string, string[]>> {
  const rows = await rowsOf(sql, venture, member, standingShape)`
    with ${pairs(sql)}, venture as materialized (
      select pair.one as venture_number, pair.other as member_number
      from pair join california_contractors v on v.license_number = pair.one
      where v.business_type ~* ${jointVenture}
    )
    select venture_number as "ventureNumber", ${member(sql)}, ${standingColumns(sql)}
    from venture join california_contractors on license_number = member_number
    where (business_type ~* ${jointVenture}) is not true
    order by venture_number, length(license_number), license_number`;
  const times = new Map<string, string[]>();
  const add = (number: string, own: BarredTime[]) => {
    if (own.length > 0) times.set(number, [...(times.get(number) ?? []), ...own.map(writeBarredTime)]);
  };
  for (const { ventureNumber, licenseNumber, ...facts } of rows) {
    // A member that is gone from the file is judged by the last file that had it: to be gone is no leave to work.
    const moment = momentOf(facts);
    const own = timesOf({ ...facts, goneAt: null }, moment).map((time) => ({ ...time, licenseNumber }));
    add(ventureNumber, own);
    if (facts.goneAt !== null && barredOn(own.map(writeBarredTime), moment.today).length === 0)
      add(ventureNumber, [always(licenseNumber, 'unlisted')]);
  }
  for (const { ventureNumber, number, isListed } of await rowsOf(sql, venture, unjudgedMember)`
    with ${pairs(sql)}
    select pair.one as "ventureNumber", pair.other as number, m.license_number is not null as "isListed"
    from pair join california_contractors v on v.license_number = pair.one
    left join california_contractors m on m.license_number = pair.other
    where v.business_type ~* ${jointVenture} and (m.license_number is null or m.business_type ~* ${jointVenture})
    order by pair.one, length(pair.other), pair.other`)
    add(ventureNumber, [always(number, isListed ? 'venture' : 'unlisted')]);
  return times;
}

const always = (licenseNumber: string, kind: (typeof unjudged)[number]): BarredTime => ({
  licenseNumber,
  from: beginningOfTime,
  until: endless,
  kind,
});

/** Licenses that the personnel file ties. A row may stand with the venture or with its member, and a venture beside another one. */
const pairs = (sql: TransactionClient): Fragment => sql`
  pair as materialized (
    select license_number as one, joint_venture_license_number as other from contractor_personnel
    where joint_venture_license_number <> license_number
    union
    select joint_venture_license_number, license_number from contractor_personnel
    where joint_venture_license_number <> license_number
  )`;

/**
 * The times within which a license bars its holder, or may do so. A standing changes only on a day that the facts name, on the day after it, or
 * at the end of the time in which another person must qualify the license.
 */
export function timesOf(facts: StandingFacts, moment: Moment): Omit<BarredTime, 'licenseNumber'>[] {
  const times: Omit<BarredTime, 'licenseNumber'>[] = [];
  for (const from of daysOf(facts, moment)) {
    const named = barringKind(judge(facts, { ...moment, on: from }));
    const last = times.at(-1);
    if (last?.until === endless) last.until = from;
    if (named === null) continue;
    // The same standing goes on.
    if (last?.until === from && last.kind === named) last.until = endless;
    else times.push({ from, until: endless, kind: named });
  }
  return times;
}

/** Findings about one class, which leave the rest of the license in good standing. */
const aboutClasses = new Set([
  'pending-class-removal',
  'pending-class-replacement',
  'class-not-qualified',
  'class-qualifier-leaves',
]);

/** The kind of a time in which a member bars its ventures or casts doubt on them; null for one that does not. */
function barringKind({ kind, basis, inferences, isBeforeRecord }: Judgment): string | null {
  if (groups[kind] === 'not-good') return basis === 'inferred' ? `${kind}-inferred` : kind;
  const isDoubted =
    kind === 'unknown'
      ? !isBeforeRecord
      : inferences.some(({ code, counts }) => counts && !aboutClasses.has(code));
  return isDoubted ? doubted : null;
}

const isDay = /^\d{4}-\d\d-\d\d$/;

/** The days from which the standing may be another one, in order. Most licenses have no event that suspends them. */
function daysOf(facts: StandingFacts, { asOf }: Moment): string[] {
  const { issueDate, inactivationDate, reactivationDate, reissueDate, lastUpdated } = facts;
  const { workersCompEffectiveDate, policyEffectiveDate } = facts;
  const days = [issueDate, inactivationDate, reactivationDate, reissueDate, lastUpdated, asOf];
  days.push(workersCompEffectiveDate, policyEffectiveDate, everyClassFrom);
  for (const last of [facts.expirationDate, facts.workersCompExpirationDate, facts.policyExpirationDate])
    if (last !== null) days.push(daysLater(last, 1));
  const pending = facts.pendingSuspension === null ? null : readFiledDate(facts.pendingSuspension);
  const leaving = [facts.qualifierLeavesOn, facts.qualifierGapFrom].filter((day) => day !== null);
  const suspending = [...suspensions.map((column) => facts[column]), pending, ...leaving];
  if (suspending.some((day) => day !== null)) {
    const all = [...Object.values(facts), pending].filter(
      (day) => typeof day === 'string' && isDay.test(day),
    );
    for (const day of all as string[]) days.push(day, daysLater(day, 1));
    for (const day of leaving) days.push(daysLater(day, replacementDays));
  }
  return [...new Set([beginningOfTime, ...days.filter((day) => day !== null)])].sort();
}

const suspensions = [
  'workersCompSuspensionDate',
  'policySuspensionDate',
  'workersCompCancellationDate',
  'policyCancellationDate',
  'contractorBondCancellationDate',
  'workerBondCancellationDate',
  'disciplinaryBondCancellationDate',
  'qualifierBondCancellationDate',
] as const;

/**
 * Takes back the last change of each member that no longer holds. An undone file may be the one on which a change of the other file
 * rests.
 */
async function takeBack(
  sql: TransactionClient,
  changed: string[],
  after: ReadonlyMap<string, string[]>,
): Promise<void> {
  const today = californiaDay(new Date());
  const last = await rowsOf(sql, toldOf)`
    select distinct on (license_number, split_part(coalesce(after, before), ' ', 1)) ${toldOf(sql)}
    from contractor_changes
    where license_number = any (${changed}::text[]) and kind in ('member_barred', 'member_allowed')
    order by license_number, split_part(coalesce(after, before), ' ', 1), id desc`;
  const stale = last.filter((change) => {
    const told = readBarredMember(change.after ?? change.before ?? '');
    const now = [...barringFrom(after.get(change.licenseNumber) ?? null, today).values()].filter(
      ({ licenseNumber }) => licenseNumber === told.licenseNumber,
    );
    return change.after === null ? now.length > 0 : !now.some(({ from }) => from === told.from);
  });
  await sql`delete from contractor_changes where id = any (${stale.map(({ id }) => id)}::bigint[])`;
}

interface MemberEvent {
  number: string;
  kind: 'member_barred' | 'member_allowed';
  before: string | null;
  after: string | null;
}

function eventsOf(
  number: string,
  before: string[] | undefined,
  after: string[] | undefined,
  today: string,
): MemberEvent[] {
  const [were, are] = [barringFrom(before ?? null, today), barringFrom(after ?? null, today)];
  return [...new Set([...were.keys(), ...are.keys()])].flatMap((key): MemberEvent[] => {
    const [was, is] = [were.get(key), are.get(key)];
    const now = was && are.get(was.licenseNumber);
    // The day that was to come has come, or the doubt is over and the day stays.
    if (was && !is && key !== was.licenseNumber && now && now.kind !== doubted) return [];
    // The reason may be another one. It bars all the same, unless the board says now what was an inference.
    if (was && is && was.from === is.from && isInferredKind(was) === isInferredKind(is)) return [];
    const told = (member: BarredMember | undefined) => (member ? writeBarredMember(member) : null);
    return [{ number, kind: is ? 'member_barred' : 'member_allowed', before: told(was), after: told(is) }];
  });
}
