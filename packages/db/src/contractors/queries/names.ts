import { pick } from '../../engine/columns/pick.ts';
import type { RowOf } from '../../engine/columns/shape.ts';
import { californiaContractors } from '../tables/register.ts';
import { titleCase } from './title-case.ts';

/** The columns from which the names of a contractor are read. */
export const nameColumns = ['businessName', 'dbaName', 'fullBusinessName', 'secondNameType'] as const;
export const filedNames = pick(californiaContractors, nameColumns);
export type FiledNames = RowOf<typeof filedNames>;

/** The names of a contractor in title case. */
export interface ContractorNames {
  /** The firm's own name. */
  name: string;
  doingBusinessAs: string[];
  /** A principal's name or an earlier one of the firm: the file does not say which. */
  otherNames: string[];
  /** The full name of the file, when it says more than the other names. */
  fullName: string | null;
}

/** The words between a firm and the name under which it works. */
const doingBusinessAs = /\s+(?:DBA|D\/B\/A|D\.B\.A\.?)\s+/i;

/** A firm and the names under which it works. The pattern is slow, and few names have it. */
const firmAndTrades = (name: string): string[] =>
  /D[/.]?B[/.]?A/i.test(name) ? name.split(doingBusinessAs) : [name];

/**
 * The meaning of the file's names. `NAME-TP-2` says what the second one is: with “Current Name” it is the firm, and the first one is
 * the name under which the firm does business; with “Principal Name” it is a principal's name or an earlier one. Otherwise it is
 * another name under which the firm does business. A sole owner's name begins with the surname, and the full name has the same
 * words in their natural order.
 */
export function namesOf(filed: FiledNames): ContractorNames {
  const { businessName, fullBusinessName } = filed;
  const second = filed.dbaName === businessName ? null : filed.dbaName;
  const [fullFirm = null, fullTrade = null] =
    fullBusinessName === null ? [] : firmAndTrades(fullBusinessName);
  const kind = filed.secondNameType?.trim().toLowerCase();
  const isSecondTheFirm =
    second !== null &&
    (kind === 'current name' ||
      (kind !== 'principal name' && fullFirm === second && fullTrade === businessName));

  let name = businessName;
  const trades: string[] = [];
  const others: string[] = [];
  if (isSecondTheFirm) {
    name = second;
    trades.push(businessName);
  } else {
    const [firm = businessName, ...traded] = firmAndTrades(businessName);
    name = firm;
    trades.push(...traded);
    if (second !== null) (kind === 'principal name' ? others : trades).push(second);
  }
  if (fullFirm !== null && isSameWords(fullFirm, name)) name = fullFirm;
  const isFullNameSaid =
    fullFirm === null || (fullFirm === name && (fullTrade === null || trades.includes(fullTrade)));
  return {
    name: titleCase(name),
    doingBusinessAs: trades.map(titleCase),
    otherNames: others.map(titleCase),
    fullName: isFullNameSaid || fullBusinessName === null ? null : titleCase(fullBusinessName),
  };
}

/** The same words in another order: `DOE, JANE A` and `JANE A DOE`. */
function isSameWords(one: string, other: string): boolean {
  if (one === other) return false;
  const [bare, otherBare] = [withoutSigns(one), withoutSigns(other)];
  if (bare.length !== otherBare.length) return false;
  const [words, otherWords] = [bare.split(' '), otherBare.split(' ')];
  return words.every((word) => otherWords.includes(word)) && otherWords.every((word) => words.includes(word));
}

const withoutSigns = (name: string): string => name.replace(/[.,]/g, '');
