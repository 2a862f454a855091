import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { isJointVenture } from '../standing/coverage.ts';
import { standingColumns, standingShape } from '../standing/facts.ts';
import { briefStanding, momentOf } from '../standing/standing.ts';
import { californiaContractors } from '../tables/register.ts';

const member = pick(californiaContractors, ['licenseNumber']);

/**
 * The members of a joint venture whose license bars them on a day (today in California without one), each with a clause about it, by
 * the board's files of people and licenses. The law suspends the venture then (Business and Professions Code 7029).
 */
export async function listBarredMembers(
  { sql }: Transaction,
  { licenseNumber, on }: { licenseNumber: string; on?: string | undefined },
): Promise<string[]> {
  const rows = await rowsOf(sql, member, standingShape)`
    select ${member(sql)}, ${standingColumns(sql)} from california_contractors
    where license_number in (select license_number from joint_ventures_of(${licenseNumber}))
    order by length(license_number), license_number`;
  return rows.flatMap((row) => {
    // A venture may itself be named beside another one.
    if (isJointVenture(row.businessType)) return [];
    const { group, short } = briefStanding(row, momentOf(row, on));
    if (group !== 'not-good') return [];
    const words = short.toLowerCase();
    return [`license ${row.licenseNumber} ${words.startsWith('may be') ? words : `is ${words}`}`];
  });
}
