import { companies } from '../../companies/tables.ts';
import { exemptionEnd } from '../../contractors/standing/exemption.ts';
import { californiaContractors } from '../../contractors/tables/register.ts';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { users } from '../tables.ts';

const firm = pick(companies, { companyId: 'id', name: 'name' }, 'c');
const license = pick(californiaContractors, ['licenseNumber', 'classifications'], 'l');
const holder = pick(users, { userId: 'id', firstName: 'firstName', lastName: 'lastName' }, 'u');
const ending = computed({
  /** The first day on which the exemption does not count, `YYYY-MM-DD`. */
  endsOn: 'string',
  isOver: 'boolean',
});

export type Exemption = RowOf<typeof firm> &
  RowOf<typeof license> &
  RowOf<typeof holder> &
  RowOf<typeof ending>;

/**
 * The members’ firms that the license board lists as exempt from workers’ compensation, those whose exemption does not count any more
 * first. Each stands once, with the owner of the longest standing. For staff.
 */
export async function listExemptions({ sql }: Transaction): Promise<Exemption[]> {
  return rowsOf(sql, firm, license, holder, ending)`
    with exempt as (
      select license_number, ${exemptionEnd(sql)} as ends_on from california_contractors
      where gone_at is null and license_number in (select license_number from companies)
    )
    select ${firm(sql)}, ${license(sql)}, ${holder(sql)}, to_char(e.ends_on, 'YYYY-MM-DD') as "endsOn",
      e.ends_on <= (now() at time zone 'America/Los_Angeles')::date as "isOver"
    from companies c join exempt e on e.license_number = c.license_number and e.ends_on is not null
    join california_contractors l on l.license_number = c.license_number
    join lateral (
      select p.user_id from company_people p join users u on u.id = p.user_id
      where p.company_id = c.id and u.status = 'ACTIVE'
      order by p.role = 'OWNER' desc, p.since, p.id limit 1
    ) member on true
    join users u on u.id = member.user_id
    order by "isOver" desc, e.ends_on, c.name, c.id`;
}
