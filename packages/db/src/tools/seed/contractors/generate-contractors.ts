import { readFileSync } from 'node:fs';
import { classificationNames } from '@namc/inputs/classifications';
import { headerNames } from '../../../contractors/import/master-file.ts';
import { coinWord } from './coined-words.ts';
import { Random, type Weighted, weigh } from './random.ts';
import * as words from './vocabulary.ts';

export interface GenerateOptions {
  rows: number;
  seed: number;
  /** The date of the file, `YYYY-MM-DD`, on which licenses are valid or not. */
  asOf: string;
  /**
   * 1 is the first file. A later edition holds the same firms some days later: `changedPercent` of them have
   * changed, a few of those are gone, and a few are new.
   */
  edition?: number;
  changedPercent?: number;
  /** The first license number; default 100,000. */
  firstLicense?: number;
  /** The number of rows that are broken as real rows are. */
  broken?: number;
}

interface Zip {
  zip: string;
  city: string;
  state: string;
  county: string;
}

const lineEnd = '\r\n';
const dayMs = 86_400_000;

/**
 * A synthetic master file, several hundred lines at a time. It has the format, quirks and proportions of the
 * board's file, with invented firms, 555 telephone numbers and real ZIP codes. The same options give the same
 * bytes.
 */
export function* generateContractors(options: GenerateOptions): Generator<string> {
  const { rows, seed, broken = 0, firstLicense = 100_000 } = options;
  const edition = options.edition ?? 1;
  const changedShare = edition > 1 ? (options.changedPercent ?? 1) / 100 : 0;
  const places = readPlaces();
  const brokenEvery = broken > 0 ? Math.max(1, Math.floor(rows / broken)) : 0;
  const spread = shuffledSteps(rows);
  let text = headerNames.join(',') + lineEnd;
  let brokenSoFar = 0;
  for (let number = 0; number < rows; number += 1) {
    // A firm's facts depend on the seed and its number alone, so that two editions agree on everything unchanged.
    const random = new Random(seed * 1_000_003 + number);
    const license = firstLicense + spread(number) * 4 + random.between(0, 3);
    const facts = firm(random, license, places, options.asOf);
    giveRareName(facts, new Random(seed * 49_979_687 + number));
    const fate = new Random(seed * 7_919 + edition * 104_729 + number);
    if (fate.chance(changedShare)) {
      const change = fate.next();
      if (change < 0.1) continue;
      changeFirm(facts, change, fate, options.asOf);
    }
    text += toLine(facts, random);
    if (brokenEvery > 0 && number % brokenEvery === brokenEvery - 1 && brokenSoFar < broken) {
      text += brokenLine(brokenSoFar, facts);
      brokenSoFar += 1;
    }
    if (number % 500 === 499) {
      yield text;
      text = '';
    }
  }
  const newFirms = Math.round(rows * changedShare * 0.1);
  for (let number = 0; number < newFirms; number += 1) {
    const random = new Random(seed * 15_485_863 + edition * 32_452_843 + number);
    const facts = firm(random, 9_000_000 + edition * 100_000 + number, places, options.asOf);
    giveRareName(facts, new Random(seed * 67_867_967 + edition * 86_028_121 + number));
    text += toLine(facts, random);
  }
  if (text) yield text;
}

/**
 * Every number below `count` once, almost in order, because licenses in the file are roughly sorted by age.
 */
function shuffledSteps(count: number): (number: number) => number {
  const block = 64;
  return (number) => {
    const start = number - (number % block);
    if (start + block > count) return number;
    return start + (((number % block) * 37 + 11) % block);
  };
}

function readPlaces(): { california: Weighted<Zip>; elsewhere: Zip[] } {
  const zips = readFileSync(new URL('../../../places/zip-codes.tsv', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): Zip => {
      const [zip = '', city = '', state = '', county = ''] = line.split('\t');
      return { zip, city: city.toUpperCase().replaceAll(',', ''), state, county };
    });
  const inState = zips.filter(({ state }) => state === 'CA');
  return {
    california: weigh(inState.map((zip) => [zip, words.countyDensity[zip.county] ?? 1] as const)),
    elsewhere: zips.filter(({ state }) => ['NV', 'AZ', 'OR', 'WA', 'TX', 'UT', 'CO'].includes(state)),
  };
}

type Facts = Record<(typeof headerNames)[number], string>;

function firm(random: Random, license: number, places: ReturnType<typeof readPlaces>, asOf: string): Facts {
  const facts = Object.fromEntries(headerNames.map((name) => [name, ''])) as Facts;
  const isAway = random.chance(0.03);
  const place = isAway ? random.pick(places.elsewhere) : random.weighted(places.california);
  const type = random.weighted(words.businessTypes);
  const codes = classificationsOf(random);
  const today = Date.parse(asOf);
  const issued = today - random.between(60, 15_000) * dayMs;
  // Licenses are valid for two years at a time; one in forty has expired and can still be renewed.
  const expires = random.chance(0.025)
    ? today - random.between(1, 900) * dayMs
    : endOfMonth(today + random.between(0, 730) * dayMs);

  facts.LicenseNo = String(license);
  facts.LastUpdate = usDate(today - random.between(0, 600) * dayMs);
  nameFirm(facts, random, type, codes[0] ?? 'B');
  facts.MailingAddress = addressOf(random);
  facts.City = place.city;
  facts.State = place.state;
  facts.County = isAway ? '' : place.county;
  facts.ZIPCode = random.chance(0.06) ? `${place.zip}${random.between(1000, 9999)}` : place.zip;
  if (isAway && random.chance(0.01))
    Object.assign(facts, { City: 'VANCOUVER', State: 'BC', ZIPCode: 'V5K 0A1', country: 'CANADA' });
  if (!random.chance(0.03))
    facts.BusinessPhone = `(${random.pick(words.areaCodes)}) 555 ${String(random.between(0, 9999)).padStart(4, '0')}`;
  facts.BusinessType = type;
  facts.IssueDate = usDate(issued);
  if (random.chance(0.1)) facts.ReissueDate = usDate(issued + random.between(100, 3_000) * dayMs, today);
  facts.ExpirationDate = usDate(expires);
  facts.PrimaryStatus = random.weighted(words.statuses);
  if (random.chance(0.01)) facts.SecondaryStatus = words.notes[license % words.notes.length] ?? '';
  facts['Classifications(s)'] = codes.map((code) => spell(code, random)).join('| ');
  if (random.chance(0.01)) facts.AsbestosReg = String(random.between(100, 999));
  insure(facts, random, today);
  bond(facts, random, today);
  return facts;
}

function classificationsOf(random: Random): string[] {
  const rare = Object.keys(classificationNames);
  const count = random.weighted(countOfCodes);
  const codes = new Set<string>();
  while (codes.size < count) codes.add(random.weighted(words.commonClassifications) || random.pick(rare));
  return [...codes];
}

const countOfCodes = weigh([
  [1, 74],
  [2, 18],
  [3, 5],
  [4, 3],
]);

/** The board spells `C-8` and `C10`, `D03` and `D-12`. */
function spell(code: string, random: Random): string {
  const [letter, digits] = code.split('-');
  if (!digits) return code;
  if (letter === 'D') return `D${digits.padStart(2, '0')}`;
  return digits.length === 1 && random.chance(0.9) ? code : `${letter}${digits}`;
}

function nameFirm(facts: Facts, random: Random, type: string, code: string): void {
  const surname = random.pick(words.surnames);
  const given = random.pick(words.givenNames);
  const trade = random.pick(words.trades[code] ?? words.otherTrades);
  if (type === 'Sole Owner') {
    // A sole owner's name begins with the surname; the full name has its natural order.
    const initial = random.chance(0.5) ? ` ${String.fromCharCode(65 + random.between(0, 25))}` : '';
    if (random.chance(0.55)) {
      facts.BusinessName = `${random.chance(0.5) ? surname : random.pick(words.qualities)} ${trade}`;
    } else {
      facts.BusinessName = `${surname} ${given}${initial}`;
      facts.FullBusinessName = `${given}${initial} ${surname}`;
      facts['NAME-TP-2'] = '';
    }
    return;
  }
  const first = random.chance(0.7) ? random.pick(words.qualities) : surname;
  const second = random.chance(0.55)
    ? ` ${random.pick(random.chance(0.5) ? words.qualities : words.surnames)}`
    : '';
  const ending =
    type === 'Limited Liability'
      ? 'LLC'
      : type === 'Corporation'
        ? 'INC'
        : type === 'JointVenture'
          ? 'JV'
          : '& SONS';
  const also = type === 'Corporation' && random.chance(0.3) ? ' CONSTRUCTION' : '';
  let name = `${first}${second} ${trade}${trade.includes('CONSTRUCTION') ? '' : also} ${ending}`;
  if (random.chance(0.003)) name = `${name}, ${surname} & CO`;
  // A quote that belongs to the name, in a field without quotes around it.
  if (random.chance(0.001)) name = `${first} "THE ${second.trim() || 'GOOD'}" ${trade} ${ending}`;
  facts.BusinessName = name;
  if (random.chance(0.12)) {
    facts['BUS-NAME-2'] =
      `${random.pick(words.qualities)} ${random.pick(words.trades[code] ?? words.otherTrades)}`;
    saySecondName(facts, `${surname} ${given}`);
  }
}

/** Some of the board's rows have the firm's own name second, and some a principal's. */
function saySecondName(facts: Facts, principal: string): void {
  const kind = Number(facts.LicenseNo) % 4;
  if (kind === 1) {
    Object.assign(facts, {
      BusinessName: facts['BUS-NAME-2'],
      'BUS-NAME-2': facts.BusinessName,
      'NAME-TP-2': 'Current Name',
    });
  } else if (kind === 2) {
    Object.assign(facts, { 'BUS-NAME-2': principal, 'NAME-TP-2': 'Principal Name' });
  }
}

/** Every seventh firm that is not named after its owner has a unique word in its name. */
function giveRareName(facts: Facts, random: Random): void {
  if (facts.FullBusinessName !== '' || !random.chance(1 / 7)) return;
  facts.BusinessName = facts.BusinessName.replace(/^\S+/, coinWord(random));
}

function addressOf(random: Random): string {
  if (random.chance(0.2)) return `PO BOX ${random.between(1, 9_999)}`;
  const suite = random.chance(0.15)
    ? `STE ${random.between(1, 400)}`
    : random.chance(0.1)
      ? `APT ${random.pick(['A', 'B', 'C'])}`
      : '';
  // Addresses lose the space between their two lines.
  return `${random.between(1, 9_999)} ${random.pick(words.streets)} ${random.pick(words.streetKinds)}${suite}`;
}

function insure(facts: Facts, random: Random, today: number): void {
  if (random.chance(0.55)) {
    facts.WorkersCompCoverageType = 'Exempt';
    facts.WCEffectiveDate = usDate(today - random.between(1, 3_000) * dayMs);
    return;
  }
  const effective = today - random.between(0, 364) * dayMs;
  facts.WorkersCompCoverageType = "Workers' Compensation Insurance";
  facts.WCInsuranceCompany = random.pick(words.insurers);
  facts.WCPolicyNumber = ` WCC${String(random.between(0, 999_999)).padStart(6, '0')}A`;
  facts.WCEffectiveDate = ` ${usDate(effective)}`;
  facts.WCExpirationDate = ` ${usDate(effective + 365 * dayMs)}`;
  if (random.chance(0.006)) facts.WCCancellationDate = usDate(today + random.between(1, 45) * dayMs);
  if (facts.PrimaryStatus.includes('Work Comp Susp'))
    facts.WCSuspendDate = usDate(today - random.between(1, 300) * dayMs);
}

function bond(facts: Facts, random: Random, today: number): void {
  facts.CBSuretyCompany = random.pick(words.sureties);
  facts.CBNumber = String(random.between(100_000_000, 999_999_999));
  facts.CBEffectiveDate = usDate(today - random.between(1, 2_000) * dayMs);
  facts.CBAmount = '25000';
  if (facts.PrimaryStatus.includes('Contr Bond Susp'))
    facts.CBCancellationDate = usDate(today - random.between(1, 200) * dayMs);
  else if (random.chance(0.006)) facts.CBCancellationDate = usDate(today + random.between(1, 45) * dayMs);
  if (facts.BusinessType === 'Limited Liability') {
    Object.assign(facts, {
      WBSuretyCompany: random.pick(words.sureties),
      WBNumber: String(random.between(1_000_000, 9_999_999)),
      WBEffectiveDate: usDate(today - random.between(1, 1_000) * dayMs),
      WBAmount: '100000',
    });
  }
  if (random.chance(0.004)) {
    Object.assign(facts, {
      DBSuretyCompany: random.pick(words.sureties),
      DBNumber: String(random.between(1_000_000, 9_999_999)),
      DBEffectiveDate: usDate(today - random.between(1, 1_000) * dayMs),
      DBAmount: String(random.between(3, 20) * 5_000),
      DateRequired: usDate(today - random.between(1_000, 1_500) * dayMs),
      DiscpCaseRegion: random.pick(['NORTH', 'SOUTH', 'CENTRAL']),
      DBBondReason: 'ADMINISTRATIVE ACTION',
      DBCaseNo: `N${random.between(2010, 2025)} ${random.between(100, 999)}`,
    });
  }
}

/** The changes of a firm between two files. `change` is from 0.1 to 1. */
function changeFirm(facts: Facts, change: number, random: Random, asOf: string): void {
  const today = Date.parse(asOf);
  facts.LastUpdate = usDate(today);
  if (change < 0.4) facts.ExpirationDate = usDate(endOfMonth(today + random.between(700, 760) * dayMs));
  else if (change < 0.6)
    facts.PrimaryStatus =
      facts.PrimaryStatus === 'CLEAR' ? random.pick(['Work Comp Susp', 'Contr Bond Susp']) : 'CLEAR';
  else if (change < 0.7) facts.CBCancellationDate = usDate(today + random.between(5, 40) * dayMs);
  else if (change < 0.8) facts.WCCancellationDate = usDate(today + random.between(5, 40) * dayMs);
  else facts.MailingAddress = addressOf(random);
}

function toLine(facts: Facts, random: Random): string {
  // Some writers quote a field that holds a comma, and some do not.
  const mayQuote = random.chance(0.002);
  const fields = headerNames.map((name) => {
    const value = facts[name];
    return value.includes(',') || (mayQuote && name === 'MailingAddress')
      ? `"${value.replaceAll('"', '""')}"`
      : value;
  });
  return fields.join(',') + lineEnd;
}

function brokenLine(number: number, facts: Facts): string {
  const copy = { ...facts, LicenseNo: String(8_000_000 + number) };
  const joined = (broken: Partial<Facts>) =>
    headerNames.map((name) => ({ ...copy, ...broken })[name].replaceAll(',', ' ')).join(',') + lineEnd;
  switch (number % 5) {
    case 0:
      return joined({ ExpirationDate: '02/30/2027' });
    case 1:
      return `${joined({}).trimEnd()},ONE FIELD TOO MANY${lineEnd}`;
    case 2:
      return joined({ LicenseNo: 'UNKNOWN' });
    case 3:
      return joined({ LicenseNo: facts.LicenseNo });
    default:
      return joined({ BusinessName: '' });
  }
}

function usDate(at: number, latest = Number.POSITIVE_INFINITY): string {
  const [year, month, day] = new Date(Math.min(at, latest)).toISOString().slice(0, 10).split('-');
  return `${month}/${day}/${year}`;
}

function endOfMonth(at: number): number {
  const date = new Date(at);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0);
}
