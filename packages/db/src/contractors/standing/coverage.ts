import { coverageTypes } from '@namc/inputs/board-codes';
import { codeKey } from '@namc/inputs/code-key';

/** The board's spelling of two kinds of workers' compensation coverage that decide something. */
export const exempt = 'Exempt';
export const noCoverage = 'License does not have current W/C';
type DecidingCoverage = typeof exempt | typeof noCoverage;

const keys: Record<DecidingCoverage, string> = {
  [exempt]: codeKey(exempt),
  [noCoverage]: codeKey(noCoverage),
};

/** True if a file names this kind of coverage, in whatever capitals and spaces. */
export const isCoverage = (filed: string | null, kind: DecidingCoverage): boolean =>
  filed !== null && (filed === kind || codeKey(filed) === keys[kind]);

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const usual = coverageTypes.map(quoted).join(', ');

/** `isCoverage` for PostgreSQL, over a column. Nearly all rows have the board's own spelling, which is told without a pattern. */
export const coverageIs = (column: string, kind: DecidingCoverage): string =>
  `(${column} = ${quoted(kind)} or (${column} not in (${usual})
    and upper(regexp_replace(${column}, '[ \t]+', ' ', 'g')) = ${quoted(keys[kind])}))`;

/** Patterns for PostgreSQL too. */
export const limitedLiability = '^limited liability';
export const jointVenture = '^joint ?venture';
const limitedLiabilityPattern = new RegExp(limitedLiability, 'i');
const jointVenturePattern = new RegExp(jointVenture, 'i');

export const isLimitedLiability = (businessType: string | null): boolean =>
  businessType !== null && limitedLiabilityPattern.test(businessType);
export const isJointVenture = (businessType: string | null): boolean =>
  businessType !== null && jointVenturePattern.test(businessType);
