import { valuesFor } from '@namc/db/seed/bench/values';
import { connect } from '@namc/db/testing/direct-client';
import { fillBooks } from '../dues/fill.ts';

/** The people of a firm: one whose term covers the others, three without a term of their own, and one with one. */
export const peopleOfFirm = 5;

/** Members in firms of five. Nobody has been told of a covering yet. */
export async function fillFirms(superuserUrl: string, members: number): Promise<void> {
  await fillBooks(superuserUrl, members);
  const v = valuesFor(1);
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  const rows = `generate_series(0, ${members - 1}) i`;
  const firm = `i / ${peopleOfFirm}`;
  await sql.unsafe(`
    set session_replication_role = replica;
    update membership_tiers set covers_people = true where code = 'CORPORATE';
    insert into companies (id, name) select ${v.id('companies', 'i')}, 'Firm ' || i from generate_series(0, ${Math.ceil(members / peopleOfFirm) - 1}) i;
    insert into company_people (company_id, user_id, role)
    select ${v.id('companies', firm)}, ${v.id('users', 'i')}, case i % ${peopleOfFirm} when 0 then 'OWNER' else 'MEMBER' end from ${rows};
    update memberships m set tier_code = 'CORPORATE', ends_on = greatest(ends_on, current_date + 1)
    from ${rows} where m.id = ${v.id('memberships', 'i * 3')} and i % ${peopleOfFirm} = 0;
    update users set status = 'ACTIVE' from ${rows} where users.id = ${v.id('users', 'i')} and i % ${peopleOfFirm} < 4;
    delete from memberships m using ${rows} where m.user_id = ${v.id('users', 'i')} and i % ${peopleOfFirm} between 1 and 3;
    set session_replication_role = origin`);
  await sql.unsafe('vacuum analyze');
  await sql.end();
}

/** The evening after the first night: these people were told of their covering. */
export async function noteCoverings(superuserUrl: string, people: string[]): Promise<void> {
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  await sql`
    insert into membership_coverings (user_id, company_id, covered_by, starts_on)
    select p.user_id, p.company_id, other.user_id, current_date
    from company_people p join company_people other on other.company_id = p.company_id and other.role = 'OWNER'
    where p.user_id = any (${people}::uuid[]) and other.user_id <> p.user_id
    on conflict do nothing`;
  await sql.unsafe('vacuum analyze');
  await sql.end();
}
