import { personnelColumns } from './personnel-file.ts';
import { policyColumns } from './policy-file.ts';

const fileWith = (columns: readonly (readonly [string, string])[], ...rows: string[]) =>
  `${[columns.map(([name]) => name).join(','), ...rows].join('\r\n')}\r\n`;
/** A personnel file with these rows. */
export const people = (...rows: string[]) => fileWith(personnelColumns, ...rows);
/** A workers' comp file with these rows. */
export const policies = (...rows: string[]) => fileWith(policyColumns, ...rows);

export const officer =
  '2000000,01/02/2026, Class/Title,1, Principal, SAMPLE              PAT            Q, Officer| Responsible Managing Officer, | C10, N| Y, 03/06/2002| 11/06/2018, 04/04/2007| ,,,,,,,,';
export const qualifierBond =
  '2000000,01/02/2026, Bond,2, Principal, SAMPLE PAT Q, , , , , , Qualifier, MODEL SURETY, 77, 25000, 01/02/2026, ,,';
export const venture =
  '2000001,01/03/2026, Joint Venture,1, Business, SAMPLE JV, , , , , ,,,,,,, Corporation, 2000000';
export const policy = (license: string, number = '1') =>
  `C,${license},01/02/2026,Workers' Compensation Insurance,EXAMPLE CASUALTY, WCC${number}, 01/02/2026, 01/02/2027,,`;
