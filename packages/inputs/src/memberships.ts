import { z } from 'zod/mini';
import { licenseNumber } from './contractors.ts';
import { memberTypes } from './members.ts';
import { phone } from './phone-number.ts';
import {
  calendarDate,
  email,
  id,
  instant,
  lineOrNone,
  listOf,
  manyLines,
  oneLine,
  unlessBlank,
} from './text.ts';

/** The statuses of a term of membership. */
export const membershipStatuses = ['ACTIVE', 'ENDED', 'CANCELLED'] as const;

export type MembershipStatus = (typeof membershipStatuses)[number];

/** What a term stands on: dues, an honor, or a gift of the association. */
export const termBases = ['DUES', 'HONORARY', 'COMPLIMENTARY'] as const;
export type TermBasis = (typeof termBases)[number];

/** The standing of a member on a day, which the database's `membership_standing` computes from the terms. */
export const standings = ['NONE', 'ACTIVE', 'DUE_SOON', 'PAUSED', 'GRACE', 'LAPSED'] as const;
export type Standing = (typeof standings)[number];

export const startMembershipInput = z
  .object({ userId: id, tierCode: oneLine(40), startsOn: calendarDate, endsOn: calendarDate })
  .check(
    z.refine(({ startsOn, endsOn }) => endsOn >= startsOn, {
      path: ['endsOn'],
      message: 'must not be before the first day',
    }),
  );

export type StartMembershipInput = z.infer<typeof startMembershipInput>;

/** The phases of a term on a day. UPGRADED: a higher tier has taken over all of its days. */
export const termPhases = ['COMING', 'CURRENT', 'PAST', 'CANCELED', 'UPGRADED'] as const;

/** The notices of a term: before its last day, on it, in the middle of the grace, and when the membership lapses. */
export const noticeSteps = [
  'DAYS_90',
  'DAYS_60',
  'DAYS_30',
  'DAYS_7',
  'LAST_DAY',
  'GRACE',
  'LAPSED',
] as const;

/** A membership is renewed for so many periods of its tier at once. `years` counts them: most tiers have a period of a year. */
export const mostYears = 5;

export const getRenewalInput = z.object({ userId: id });
export const listUpgradesInput = z.object({ userId: id });
export type GetRenewalInput = z.infer<typeof getRenewalInput>;

export const renewMembershipInput = z.object({
  userId: id,
  tierCode: oneLine(40),
  years: z.int().check(z.minimum(1), z.maximum(mostYears)),
  /** The first day of the new term that the person saw. Another one is refused, so that nothing is renewed twice. */
  startsOn: calendarDate,
  basis: z._default(z.enum(termBases), 'DUES'),
  /** True if the days since the last term of a lapsed member count: the new term follows that one without a gap. */
  countsMissedDays: z._default(z.boolean(), false),
  /** Of a term without dues, the reason that stands with it too. */
  reason: manyLines(1000),
});
export type RenewMembershipInput = z.infer<typeof renewMembershipInput>;

export const pauseMembershipInput = z
  .object({ userId: id, startsOn: calendarDate, endsOn: calendarDate, reason: oneLine(200) })
  .check(
    z.refine(({ startsOn, endsOn }) => endsOn >= startsOn, {
      path: ['endsOn'],
      message: 'must not be before the first day',
    }),
  );
export type PauseMembershipInput = z.infer<typeof pauseMembershipInput>;

export const endPauseInput = z.object({ pauseId: id });
export const listPausesInput = z.object({ userId: id });
export const findCoveringInput = z.object({ userId: id });

const tierFacts = z.object({
  name: oneLine(60),
  /** Who it is for, and what it brings. */
  description: manyLines(1000),
  annualDuesCents: z.int().check(z.minimum(0), z.maximum(100_000_000)),
  /** The months of a period, for which the dues are. */
  periodMonths: z._default(z.int().check(z.minimum(1), z.maximum(60)), 12),
  isOffered: z.boolean(),
  /** False for a tier that staff give and nobody applies for. */
  isJoinable: z._default(z.boolean(), true),
  /** True for one that covers everybody in the company of a member who has it. */
  coversPeople: z._default(z.boolean(), false),
  position: z.int().check(z.minimum(0), z.maximum(1000)),
  /** What it brings, line by line. */
  benefits: listOf(oneLine(200), 12, 'benefits'),
});

/** A tier that staff make. Its code follows from the name, and the kind of member stays. Dues are in cents a period. */
export const addTierInput = z.extend(tierFacts, { memberType: z.enum(memberTypes) });
export type AddTierInput = z.infer<typeof addTierInput>;

/** A tier as staff change it, with the instant of the state that they saw. */
export const changeTierInput = z.extend(tierFacts, { code: oneLine(40), seenAt: z.optional(instant) });
export type ChangeTierInput = z.infer<typeof changeTierInput>;

/** An earlier day is a slip of the keyboard. */
const firstDay = calendarDate.check(z.refine((day) => day >= '1950-01-01', 'must not be before 1950'));

const person = z.object({
  email,
  firstName: oneLine(100),
  lastName: oneLine(100),
  company: z._default(lineOrNone(200), ''),
  phone: unlessBlank(phone),
  licenseNumber: unlessBlank(licenseNumber),
  tierCode: oneLine(40),
  startsOn: firstDay,
  /** The last day of the term. */
  endsOn: calendarDate,
  basis: z._default(z.enum(termBases), 'DUES'),
  /** How the dues were paid, or the reason for a term without dues. */
  note: z._default(lineOrNone(200), ''),
});

/** A term without dues names its reason. */
const explained = z.refine<{ basis: TermBasis; note: string }>(
  ({ basis, note }) => basis === 'DUES' || note !== '',
  { path: ['note'], message: 'must name the reason for a membership without dues' },
);

/** Says what is missing or in the wrong order in a term, beside whatever else is wrong. */
const aWholeTerm = [
  z.refine<{ startsOn: string; endsOn: string }>(({ startsOn, endsOn }) => endsOn >= startsOn, {
    path: ['endsOn'],
    message: 'must not be before the first day',
  }),
  explained,
] as const;

/** A member as a file of members names one. */
export const newMember = person.check(...aWholeTerm);
export type NewMember = z.infer<typeof newMember>;

/**
 * A member whom staff add by hand: for whole years from the first day, or through a last day. With `sendsWelcome` the member gets a
 * link to choose a password.
 */
export const addMemberInput = z
  .extend(person, {
    endsOn: z.optional(calendarDate),
    years: z.optional(z.int().check(z.minimum(1), z.maximum(mostYears))),
    sendsWelcome: z._default(z.boolean(), false),
    /** The company of this name that the person joins. */
    companyId: z.optional(id),
    /** True for another company of a name that is here already. */
    isAnotherCompany: z._default(z.boolean(), false),
  })
  .check(
    z.refine<{ startsOn: string; endsOn?: string | undefined; years?: number | undefined }>(
      ({ startsOn, endsOn, years }) => (endsOn === undefined ? years !== undefined : endsOn >= startsOn),
      { path: ['endsOn'], message: 'must not be before the first day' },
    ),
    explained,
  );
export type AddMemberInput = z.infer<typeof addMemberInput>;

/** The same as a form asks for it: a select gives text, and one of its choices asks for a last day. */
export const newMemberForm = z.pipe(
  z
    .extend(z.omit(person, { endsOn: true }), {
      endsOn: unlessBlank(calendarDate),
      duration: z.string(),
      sendsWelcome: z._default(z.boolean(), false),
    })
    .check(
      z.refine<{ startsOn: string; endsOn?: string | undefined; duration: string }>(
        ({ startsOn, endsOn, duration }) => duration !== 'day' || (endsOn ?? '') >= startsOn,
        { path: ['endsOn'], message: 'must not be before the first day' },
      ),
      explained,
    ),
  z.transform(({ duration, endsOn, ...who }) => ({
    ...who,
    ...(duration === 'day' ? { endsOn } : { years: Number(duration) }),
  })),
);

export const welcomeMemberInput = z.object({ userId: id });
