import {
  type BarredMember,
  type BarredTime,
  doubted,
  isInferredKind,
  isUnjudged,
  memberInWords,
  readBarredTime,
  unjudged,
} from '@namc/inputs/barred-members';
import { dayWords } from '@namc/inputs/day-words';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import { daysLater } from './california-day.ts';
import type { StandingFacts } from './facts.ts';
import type { Findings } from './finding.ts';
import { listed } from './listed.ts';

const source = 'JointVentureLicenseNumber of PersonnelData';
const law = 'The law suspends a joint venture while a member’s license is not active and in good standing.';

const barringTimes = (texts: readonly string[] | null): BarredTime[] =>
  (texts ?? []).map(readBarredTime).filter((time) => !isUnjudged(time));

/** The members of a joint venture whose licenses bar them on the day `on`, each once. */
export function barredOn(texts: readonly string[] | null, on: string): BarredTime[] {
  const barred = new Map<string, BarredTime>();
  for (const time of barringTimes(texts)) {
    if (time.from <= on && on < time.until && !barred.has(time.licenseNumber))
      barred.set(time.licenseNumber, time);
  }
  return [...barred.values()];
}

/**
 * The members that bar the venture on the day `on`, and those that will, each with the next day from which it does. The end of a
 * member's term is no such day, because renewals are usual. The keys are license numbers; with `later` behind them for the day of a
 * member about which there is a doubt on the day `on` already.
 */
export function barringFrom(texts: readonly string[] | null, on: string): Map<string, BarredMember> {
  const members = new Map<string, BarredMember>();
  for (const { licenseNumber, kind } of barredOn(texts, on))
    members.set(licenseNumber, { licenseNumber, kind, from: null });
  for (const time of barringTimes(texts)) {
    const { licenseNumber, kind, from } = time;
    const isDoubted = members.get(licenseNumber)?.kind === doubted;
    const key = isDoubted ? `${licenseNumber} later` : licenseNumber;
    if (from > on && kind !== doubted && !isTerm(time) && !members.has(key))
      members.set(key, { licenseNumber, kind, from });
  }
  return members;
}

/** The end of a member's term is no reason for a warning before it has come: renewals are usual. */
const isTerm = ({ kind }: BarredTime): boolean => kind.startsWith('expired');

/**
 * The members of a joint venture whose licenses bar them (Business and Professions Code 7029): the board's word on the venture is
 * said beside it, and not replaced. A day that is to come is announced; the end of a term within `soonDays`.
 */
export function addBarredMembers(
  { inferences, changes, notes, came }: Findings,
  { barredMembers }: StandingFacts,
  { on, known, soonDays }: { on: string; known: string; soonDays: number },
): void {
  if (barredMembers === null) return;
  const barred = barredOn(barredMembers, on);
  if (barred.length > 0) {
    // An inference about a member is one about the venture.
    const said = [
      ['may not work', barred.filter((member) => !isInferredKind(member))] as const,
      ['may be barred from work', barred.filter(isInferredKind)] as const,
    ]
      .filter(([, members]) => members.length > 0)
      .map(([what, members]) => {
        const who = members.length === 1 ? 'a member' : 'members';
        return `${who} of this joint venture ${what}: ${listed(members.map(memberInWords))}`;
      });
    const words = `According to the board’s files, ${said.join('; and ')}. ${law}`;
    inferences.push({ code: 'member-barred', words, on: null, source, counts: true });
  }
  for (const { from, kind, licenseNumber } of barred) {
    if (!isInferredKind({ kind }) || from <= known) continue;
    const words = memberInWords({ licenseNumber, kind });
    const news = `${licenseNumber} ${from} ${kind}`;
    came.push({ code: 'member-barred', words, on: from, source, counts: true, news });
  }
  const isBarred = new Set(
    barred.filter(({ kind }) => kind !== doubted).map(({ licenseNumber }) => licenseNumber),
  );
  for (const time of barringTimes(barredMembers)) {
    const { from, licenseNumber } = time;
    if (from <= on || isBarred.has(licenseNumber) || time.kind === doubted) continue;
    if (isTerm(time) && from > daysLater(on, soonDays + 1)) continue;
    const member = `license ${licenseNumber}, a member of this joint venture,`;
    const will = isTerm(time)
      ? `expires after ${dayWords(daysLater(from, -1))}, unless it is renewed`
      : `${memberInWords(time).slice(`license ${licenseNumber} `.length)} starting ${dayWords(from)}`;
    const words = `According to the board’s files, ${member} ${will}. ${law}`;
    changes.push({ code: 'member-barred', words, on: from, source, counts: !isTerm(time) });
  }
  for (const kind of unjudged) {
    const licenses = barredMembers.map(readBarredTime).filter((time) => time.kind === kind);
    if (licenses.length === 0) continue;
    const words = remarkOn[kind](licenses.map(({ licenseNumber }) => licenseNumber));
    notes.push({ code: 'member-not-judged', words, on: null, source, counts: false });
  }
}

const remarkOn: Record<(typeof unjudged)[number], (licenses: string[]) => string> = {
  unlisted: (licenses) =>
    licenses.length === 1
      ? `License ${listed(licenses)}, a member of this joint venture, is not in the license file. Its standing is not known.`
      : `Licenses ${listed(licenses)}, members of this joint venture, are not in the license file. Their standing is not known.`,
  venture: (licenses) =>
    licenses.length === 1
      ? `License ${listed(licenses)}, a member of this joint venture, is a joint venture itself. Its standing is on its own page.`
      : `Licenses ${listed(licenses)}, members of this joint venture, are joint ventures themselves. Their standing is on their own pages.`,
};

/** The same in SQL: whether a member bars the venture on the day `on`, or a later day does that counts. */
export function hasBarredMember(sql: TransactionClient, on: string | Fragment): Fragment {
  return sql`(barred_members is not null and exists (
    select from unnest(barred_members) barred
    where split_part(barred, ' ', 3) collate "C" > ${on}
      and (split_part(barred, ' ', 2) collate "C" <= ${on} or split_part(barred, ' ', 4) !~ '^(expired|doubted)')
      and split_part(barred, ' ', 4) <> all (${unjudged as readonly string[] as string[]}::text[])))`;
}
