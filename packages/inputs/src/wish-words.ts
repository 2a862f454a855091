import type { StandingChoice } from './contractors.ts';
import { lengthAt, runAt, wordList, wordsOf } from './word-lists.ts';

/**
 * Words that ask for a standing, wherever they stand. A license is active and not suspended also where a warning stands beside it. An
 * "or" between words is none of them.
 */
const standingWords = wordList<StandingChoice>([
  [
    'good',
    'with a license in good standing, licensed in good standing, with licenses in good standing, in good standing, with good standing, ' +
      'good standing, without a warning, without warnings, without any warning, with no warning, with no warnings, nothing pending, ' +
      'with nothing pending, not on probation, without probation, not under probation, no pending suspension, without a pending suspension, ' +
      'al corriente',
  ],
  [
    'clear',
    'whose license is valid, clear license, clear licenses, with a clear license, that are active, who are active, which are active, currently active, que estan activos, ' +
      'que esten activos, que esten vigentes, with an active license, with active license, with active licenses, active license, active licenses, license active, ' +
      'whose license is active, with a valid license, with valid license, valid license, valid licenses, with a current license, ' +
      'with current license, current license, currently licensed, unexpired license, not suspended, not expired, not revoked, not inactive, ' +
      'con licencia vigente, con la licencia vigente, con licencia activa, con la licencia activa, con licencia valida, ' +
      'licencia vigente, licencia activa, licencias vigentes, licencias activas, licencia valida, no suspendido, no suspendida, ' +
      'no suspendidos, no suspendidas, not currently suspended, that are not suspended, who are not suspended, that are not expired, ' +
      'active not suspended, active and not suspended, non suspended, nonsuspended, non expired, ' +
      'not suspended expired, not expired suspended, neither suspended nor expired, not canceled, not cancelled',
  ],
  [
    'not-good',
    'with a suspended license, with suspended license, with suspended licenses, with license suspended, whose license is suspended, whose licenses are suspended, whose license expired, whose license has expired, ' +
      'whose license is inactive, whose license is revoked, whose license was revoked, ' +
      'with an expired license, with expired license, with expired licenses, whose license is expired, with a revoked license, ' +
      'with revoked license, with an inactive license, with inactive license, suspended license, suspended licenses, license suspended, ' +
      'expired license, expired licenses, license expired, revoked license, revoked licenses, license revoked, inactive license, ' +
      'inactive licenses, that are suspended, who are suspended, that are expired, that are inactive, que estan suspendidos, ' +
      'not in good standing, not good standing, not active, no longer active, non active, not valid, without an active license, ' +
      'without active license, without a valid license, sin licencia vigente, sin licencia activa, con licencia suspendida, con la licencia suspendida, con licencia vencida, ' +
      'con la licencia vencida, con licencia revocada, licencia suspendida, licencias suspendidas, licencia vencida, licencias vencidas, ' +
      'licencia revocada',
  ],
  [
    'pending',
    'with a pending suspension, with pending suspension, pending suspension, suspension pending, about to be suspended, ' +
      'con suspension pendiente, suspension pendiente, on probation, under probation, with probation, license on probation, ' +
      'probation license, probationary license, probationary licenses, probationary, en periodo de prueba, ' +
      'with a warning, with warnings, with something pending, something pending, action pending, pending action',
  ],
]);

/** The single words among the words for a standing. */
export const wordsOfStandings = wordsOf(standingWords);

/** The standings that one word asks for, before or after firms: "suspended contractors", "plomeros activos". */
const standingsInAWord: readonly (readonly [StandingChoice, string])[] = [
  ['clear', 'active vigente vigentes activo activa activos activas'],
  ['pending', 'probation'],
  [
    'not-good',
    'suspended expired revoked inactive canceled cancelled suspendido suspendida suspendidos suspendidas vencido vencida vencidos vencidas ' +
      'revocado revocada revocados revocadas inactivo inactiva inactivos inactivas cancelado cancelada cancelados canceladas',
  ],
];
export const standingOfWord: ReadonlyMap<string, StandingChoice> = new Map(
  standingsInAWord.flatMap(([standing, words]) => words.split(' ').map((word) => [word, standing] as const)),
);

const newLicense = wordList([
  [
    null,
    'new license, new licenses, newly licensed, recently licensed, new licensees, licencia nueva, licencias nuevas, nueva licencia, ' +
      'con licencia nueva',
  ],
]);

const memberWords = wordList([
  [
    null,
    'members only, member only, only members, only namc members, only namc member, namc members only, namc only, solo miembros, ' +
      'who are namc members, who are members of namc, that are namc members, that are members of namc, members of the namc, ' +
      'namc member firms, namc member companies, namc members, namc member, members of namc, member of namc, in namc, of namc, ' +
      'que son miembros de namc, miembros de namc, miembro de namc, socios de namc, namc',
  ],
]);

const notMemberWords = wordList([
  [
    null,
    'who are not namc members, that are not namc members, who are not members of namc, that are not members of namc, ' +
      'not namc members, not namc member, not a namc member, not members of namc, not member of namc, not members, not a member, not in namc, ' +
      'not namc, non namc members, non namc member, non namc, non members, non member, nonmembers, nonmember, ' +
      'que no son miembros de namc, no son miembros de namc, que no son miembros, no miembros de namc, no miembros',
  ],
]);

/** The standing that the words from `start` on ask for, and their number. */
export function standingAt(
  words: string[],
  start: number,
): { length: number; standing: StandingChoice } | undefined {
  const found = runAt(standingWords, words, start);
  return found && { length: found.length, standing: found.of };
}

/** The number of words from `start` on that ask for new licenses, which no filter tells from others. */
export const newLicenseAt = (words: string[], start: number): number => lengthAt(newLicense, words, start);

/** The number of words from `start` on that ask for members of the association. "Members" alone asks for them too. */
export const membersAt = (words: string[], start: number): number =>
  words.length === 1 && /^(?:members?|miembros?|socios?)$/.test(words[0] ?? '')
    ? 1
    : lengthAt(memberWords, words, start);

/** The number of words from `start` on that ask for firms that are no members. */
export const notMembersAt = (words: string[], start: number): number =>
  lengthAt(notMemberWords, words, start);
