import { z } from 'zod/mini';
import { classification } from './classifications.ts';
import { licenseNumber, mostTrades, mostWords, standingChoices } from './contractors.ts';
import { clockTime } from './projects.ts';
import { linkToken } from './sign-in.ts';
import {
  calendarDate,
  email,
  id,
  linesOrNone,
  listOf,
  miles,
  page,
  searchText,
  unlessBlank,
} from './text.ts';

/** The most firms on the outreach list of one project. The database refuses more. */
export const mostOutreach = 500;

export const outreachChannels = ['PHONE', 'EMAIL', 'LETTER', 'FAX', 'IN_PERSON', 'OTHER'] as const;
export type OutreachChannel = (typeof outreachChannels)[number];

export const outreachAnswers = ['INTERESTED', 'NOT_INTERESTED', 'NO_ANSWER', 'QUOTED', 'UNDECIDED'] as const;
export type OutreachAnswer = (typeof outreachAnswers)[number];

/** The search that found a firm. The record of the outreach repeats it. */
export const outreachCriteria = z.object({
  q: z.optional(searchText(mostWords)),
  trades: listOf(classification, mostTrades, 'trades'),
  /** Miles around the project’s place; none for the whole state. */
  miles: z.optional(miles(100)),
  standing: z.optional(z.enum(standingChoices, 'must be one of the choices')),
  member: z.optional(z.boolean('must be true or false')),
});
export type OutreachCriteria = z.infer<typeof outreachCriteria>;

export const getOutreachInput = z.object({ projectId: id });
export type GetOutreachInput = z.infer<typeof getOutreachInput>;

export const getOutreachRecordInput = z.object({ recordId: id });

/** The part of a list that a page shows: all of it, the firms to follow up today, or those that nobody has contacted. */
export const outreachParts = ['all', 'due', 'open'] as const;
export type OutreachPart = (typeof outreachParts)[number];

export const listOutreachInput = z.extend(page, {
  projectId: id,
  part: z._default(z.enum(outreachParts, 'must be all, due or open'), 'all'),
});
export type ListOutreachInput = z.infer<typeof listOutreachInput>;

/** The firms on a phone sheet, or on labels. */
export const printOutreachInput = z.object({
  projectId: id,
  part: z._default(z.enum(outreachParts, 'must be all, due or open'), 'all'),
});

export const addToOutreachInput = z.object({
  projectId: id,
  licenseNumbers: listOf(licenseNumber, mostOutreach, 'firms').check(
    z.minLength(1, 'must list at least one firm'),
  ),
  criteria: outreachCriteria,
});
export type AddToOutreachInput = z.infer<typeof addToOutreachInput>;

export const outreachFirmInput = z.object({ outreachId: id });
export type OutreachFirmInput = z.infer<typeof outreachFirmInput>;

/** A contact with a firm on the list. One that names another corrects it: the earlier one stays in the log. */
export const logContactInput = z.object({
  outreachId: id,
  channel: z.enum(outreachChannels, 'must be one of the choices'),
  /** On the clocks of the project’s zone. */
  contacted: clockTime,
  answer: z.enum(outreachAnswers, 'must be one of the choices'),
  said: z._default(linesOrNone(4_000), ''),
  followUpOn: unlessBlank(calendarDate),
  /** The reason for which a quote was rejected. */
  rejection: unlessBlank(linesOrNone(1_000)).register(z.globalRegistry, { lines: 'many' }),
  correctsId: z.optional(id),
});
export type LogContactInput = z.infer<typeof logContactInput>;

/** The most invitations for one project in 24 hours. The database sends no more. */
export const mostInvitations = 50;

/** The address for invitations to a firm on the list; none forgets it. */
export const setOutreachEmailInput = z.object({ outreachId: id, email: unlessBlank(email) });
export type SetOutreachEmailInput = z.infer<typeof setOutreachEmailInput>;

export const inviteInput = z.object({
  projectId: id,
  outreachIds: listOf(id, mostInvitations, 'firms').check(z.minLength(1, 'must list at least one firm')),
});
export type InviteInput = z.infer<typeof inviteInput>;

/** `LIMIT`: the day’s invitations are sent. `STOPPED`: the owner of the address wants none. */
export const invitationOutcomes = [
  'SENT',
  'NO_ADDRESS',
  'INVITED_BEFORE',
  'STOPPED',
  'OFTEN',
  'LIMIT',
] as const;
export type InvitationOutcome = (typeof invitationOutcomes)[number];

export const openClaimInput = z.object({ claim: linkToken });
export type OpenClaimInput = z.infer<typeof openClaimInput>;
