import { classInWords } from '@namc/inputs/class-words';
import { distanceWords, roughDistance } from '@namc/inputs/miles';
import { tradeSkills } from '@namc/inputs/skills';
import type { ProjectMatch } from '../projects/queries/matches.ts';

/** A project of a letter, with the reasons as sentences. */
export interface MatchInWords {
  id: string;
  title: string;
  reasons: string[];
}

const skillNames: Record<string, string> = tradeSkills;
const and = new Intl.ListFormat('en-US');

const inZone = (at: Date, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(at);

/** A project with the reasons why a firm can bid on it, each a sentence. */
export function matchInWords(match: ProjectMatch): MatchInWords {
  const { has, company, meters, isInArea, isBonded, countsToward, siteWalkAt, deadlineAt } = match;
  const [classes, skills] = [
    has.filter((code) => !(code in skillNames)),
    has.filter((code) => code in skillNames),
  ];
  return {
    id: match.id,
    title: match.title,
    reasons: [
      classes.length > 0 &&
        `It needs ${and.format(classes.map(classInWords))}: ${company} holds ${classes.length === 1 ? 'it' : 'them'} in good standing.`,
      skills.length > 0 &&
        `It needs ${and.format(skills.map((code) => skillNames[code] ?? code))}: ${company} has it.`,
      meters !== null &&
        `It is ${distanceWords(roughDistance(meters, null))} away${isInArea ? ', in your service area' : ''}.`,
      meters === null && isInArea && 'It is in your service area.',
      isBonded === true && 'Your bonding covers it.',
      isBonded === false && 'Its budget is above your bond for one job.',
      countsToward.length > 0 && `Your ${and.format(countsToward)} counts toward its goals.`,
      siteWalkAt &&
        `The site walk is ${inZone(siteWalkAt, match.deadlineTimeZone)}${match.isSiteWalkMandatory ? ', and bidders have to join it' : ''}.`,
      deadlineAt && `Bids are due ${inZone(deadlineAt, match.deadlineTimeZone)}.`,
    ].filter((reason): reason is string => typeof reason === 'string'),
  };
}
