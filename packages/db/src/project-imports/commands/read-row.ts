import { isListed } from '@namc/inputs/classification-kin';
import { classificationNames, normalizeClassification } from '@namc/inputs/classifications';
import { nameKey } from '@namc/inputs/file-columns';
import { foldedWords } from '@namc/inputs/fold';
import { categoryOfName, type ProjectColumn } from '@namc/inputs/project-columns';
import { listedProject } from '@namc/inputs/project-drafts';
import type { ListedTerms } from '@namc/inputs/project-imports';
import type { projectCategories } from '@namc/inputs/projects';
import { quoted } from '@namc/inputs/quoted';
import { tradeSkills } from '@namc/inputs/skills';
import { asOneLine } from '@namc/inputs/text';
import { readTradeAt } from '@namc/inputs/trade-reading';
import { readTimeOfDay, readWrittenTime } from '@namc/inputs/written-time';
import { isTooLong, tooLong } from '../../engine/file-imports/read-table.ts';

/** How a list is read: the meaning of its columns, and what stands for what a row does not say. */
export interface Reading {
  columns: (ProjectColumn | '')[];
  agency: string;
  category: (typeof projectCategories)[number];
  timeOfDay: string;
}

/** The project that a row describes, or the first fault. */
export type ReadRow =
  | { facts: ListedTerms; fault?: undefined }
  | { facts?: undefined; fault: { field: string; reason: string } };

class Fault extends Error {
  readonly field: ProjectColumn;
  constructor(field: ProjectColumn, reason: string) {
    super(reason);
    this.field = field;
  }
}

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0;

/** Lists write so in a cell that has nothing to say. */
const saysNothing = /^(?:n\/?a|none|tb[da]|unknown|[-–—.]+)$/i;

/** Reads a row of a list. */
export function readProjectRow(cells: readonly string[], reading: Reading): ReadRow {
  const { columns } = reading;
  if (isTooLong(cells, columns)) return { fault: tooLong };
  const cell = (column: ProjectColumn) => {
    const text = cells[columns.indexOf(column)] ?? '';
    return saysNothing.test(text) ? '' : text;
  };
  try {
    return readTerms(cell, reading);
  } catch (error) {
    if (error instanceof Fault) return { fault: { field: error.field, reason: error.message } };
    throw error;
  }
}

function readTerms(said: (column: ProjectColumn) => string, reading: Reading): ReadRow {
  const line = (column: ProjectColumn) => asOneLine(said(column)).replace(/ {2,}/g, ' ');
  const skills = readSkills(line('skills'));
  const [budgetMin, budgetMax] = readBudget(line);
  const times = readTimes(line, reading.timeOfDay);
  const place = readPlace(line('city'), line('zipCode'));
  const isPublicWorks = readAnswer('isPublicWorks', line('isPublicWorks'));
  const asksForDir = readAnswer('needsDirRegistration', line('needsDirRegistration'));
  const asked = {
    title: line('title'),
    description: said('description'),
    category: readCategory(line('category')),
    skills,
    agency: line('agency') || reading.agency,
    solicitationNumber: line('solicitationNumber'),
    street: line('street'),
    ...place,
    budgetMin,
    budgetMax,
    ...times,
    siteWalkPlace: line('siteWalkPlace'),
    isSiteWalkMandatory: times.siteWalk
      ? readAnswer('isSiteWalkMandatory', line('isSiteWalkMandatory'))
      : undefined,
    // Only public works need a registration with the DIR.
    isPublicWorks: isPublicWorks ?? (asksForDir || undefined),
    needsDirRegistration: isPublicWorks === false ? undefined : asksForDir,
    goals: readGoals(said('goals')),
    naicsCodes: line('naicsCodes'),
    contactName: line('contactName'),
    contactEmail: line('contactEmail'),
    contactPhone: line('contactPhone'),
  };
  const { data, error } = listedProject.safeParse({
    ...asked,
    category: asked.category ?? reading.category,
    timeZone: 'America/Los_Angeles',
  });
  if (error) {
    const [issue] = error.issues;
    return { fault: { field: String(issue?.path[0] ?? 'row'), reason: issue?.message ?? 'is wrong' } };
  }
  const isSaid = ([name, value]: [string, unknown]) =>
    value !== '' && value !== undefined && !((name === 'skills' || name === 'goals') && isEmpty(value));
  const names = new Set(
    Object.entries(asked)
      .filter(isSaid)
      .map(([name]) => name),
  );
  const facts = Object.fromEntries(Object.entries(data).filter(([name]) => names.has(name)));
  return { facts: facts as ListedTerms };
}

function readCategory(text: string) {
  if (text === '') return undefined;
  const category = categoryOfName.get(nameKey(text));
  if (!category) throw new Fault('category', 'is not a kind of work that the portal knows');
  return category;
}

const yes = new Set(['yes', 'y', 'true', 'x', '1', 'mandatory', 'required']);
const no = new Set(['no', 'n', 'false', '0', 'optional', 'notrequired', 'notmandatory', 'nonmandatory']);

function readAnswer(field: ProjectColumn, text: string): boolean | undefined {
  const answer = nameKey(text);
  if (answer === '') return undefined;
  if (yes.has(answer)) return true;
  if (no.has(answer)) return false;
  throw new Fault(field, 'must be yes or no');
}

function readTimes(line: (column: ProjectColumn) => string, timeOfDay: string) {
  const ofDeadline = line('deadlineTime');
  const time = ofDeadline === '' ? null : readTimeOfDay(ofDeadline);
  if (ofDeadline !== '' && time === null)
    throw new Fault('deadlineTime', 'must be a time of day, such as 2:00 PM');
  const read = (field: ProjectColumn, otherwise: string | null) => {
    const text = line(field);
    if (text === '') return undefined;
    const written = readWrittenTime(text, otherwise);
    if ('fault' in written) throw new Fault(field, written.fault);
    return written.time;
  };
  return {
    deadline: read('deadline', time ?? (timeOfDay || null)),
    // Questions are taken until the end of a day without a time.
    questionsUntil: read('questionsUntil', '23:59'),
    siteWalk: read('siteWalk', null),
  };
}

const inWords = /\d\s*(?:k|m|mm|b|mil|million|thousand|billion)\b/i;
const range = /^\$?\s*([\d,.]+)\s*(?:-|–|—|to)\s*\$?\s*([\d,.]+)$/i;

/** “$1,000,000 – $2,000,000” is a range. “$1.2M” is refused: nobody knows how it was rounded. */
function readBudget(line: (column: ProjectColumn) => string): [string, string] {
  const amount = (field: 'budgetMin' | 'budgetMax', text: string) => {
    if (inWords.test(text)) throw new Fault(field, 'must be written out in digits, such as $1,200,000');
    return text.replace(/\.0+$/, '').replace(/^USD\s*|\s*USD$/i, '');
  };
  const [, low, high] = range.exec(line('budgetMax')) ?? [];
  if (low && high && line('budgetMin') === '') return [low, high];
  return [amount('budgetMin', line('budgetMin')), amount('budgetMax', line('budgetMax'))];
}

/** “Oakland, CA 94612” in the column of the city. */
function readPlace(city: string, zip: string) {
  const [, name = city, state, inCity] =
    /^([^,]+?)(?:,?\s+|,\s*)([A-Z]{2}|California)(?:\s+(\d{5})(?:-\d{4})?)?$/i.exec(city) ?? [];
  if (state && !/^(?:CA|California)$/i.test(state)) {
    if (city.includes(',')) throw new Fault('city', 'must be in California');
    return { city, zipCode: zip.replace(/-\d{4}$/, '') };
  }
  return { city: name.replace(/^city of /i, ''), zipCode: zip.replace(/-\d{4}$/, '') || (inCity ?? '') };
}

const percentage = /(\d+(?:\.\d+)?)\s*%|[\s:=](\d+(?:\.\d+)?)$/;
const goalWords = /\b(?:at least|certified|goals?|minimum|of|participation|percent)\b/gi;

const betweenGoals = /[,;|/&+\r\n]|\b(?:and|plus)\b/i;
/** “DVBE -3%” is below zero. In “DVBE-3%” and “DVBE - 3%” the dash stands between the name and the number. */
const belowZero = /\u2212\s*\.?\d|(?:^|[\s:=(])[-\u2010-\u2015]\.?\d/;

/** “DVBE 3%, SB: 25”, “10% 8(a)”, or “MBE 10% / WBE 5%”. The database knows the kinds of certifications. */
function readGoals(text: string): { kind: string; percent: number }[] {
  const goals = text
    .split(betweenGoals)
    .map((part) => asOneLine(part))
    .filter((part) => part !== '')
    .map((part) => {
      if (belowZero.test(part)) throw new Fault('goals', 'must be percentages above zero, such as DVBE 3%');
      const said = percentage.exec(part);
      const kind = nameKey(part.replace(percentage, ' ').replace(goalWords, ' ')).toUpperCase();
      if (!said || kind === '')
        throw new Fault('goals', 'must name each certification with its percentage, such as DVBE 3%, SB 25%');
      return { kind, percent: Number(said[1] ?? said[2]) };
    });
  const twice = goals.find(({ kind }, place) => goals.findIndex((other) => other.kind === kind) < place);
  if (twice) throw new Fault('goals', `names ${quoted(twice.kind)} twice`);
  return goals;
}

const codeOfName = new Map(
  [...Object.entries(tradeSkills), ...Object.entries(classificationNames)].flatMap(([code, name]) => [
    [nameKey(code), code] as const,
    [nameKey(name), code] as const,
  ]),
);

/** The codes of trades and skills: `C-10`, `C-10 Electrical`, `Class A`, “Electrical”, with commas, semicolons or slashes between. */
function readSkills(text: string): string[] {
  const parts = text.split(/[,;|/&\n]|\b(?:and|or)\b/i).map((part) => part.trim());
  const codes = parts.filter(Boolean).flatMap((part) => {
    const whole = codeOfName.get(nameKey(part.replace(/^(?:class|license)\s+/i, '')));
    if (whole) return [whole];
    const first = normalizeClassification(/^[a-z]{1,3}[-\s]?\d*/i.exec(part)?.[0] ?? '');
    if (/\d/.test(first) && isListed(first)) return [first];
    const words = foldedWords(part);
    const read = readTradeAt(words, 0);
    if (read && read.length === words.length) return read.codes.filter(isListed);
    throw new Fault('skills', `names ${quoted(part)}, which is no trade or skill that the portal knows`);
  });
  return [...new Set(codes)];
}
