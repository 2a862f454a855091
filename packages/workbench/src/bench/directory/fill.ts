import { valuesFor } from '@namc/db/seed/bench/values';
import { connect } from '@namc/db/testing/direct-client';

const words =
  'wiring,plumbing,paving,roofing,restoration,demolition,retrofits,landscapes,foundations,lighthouses'.split(
    ',',
  );
const names = 'Redwood,Delta,Sierra,Harbor,Mission,Summit,Valley,Pacific,Golden,Bayside'.split(',');
const trades = 'Electric,Plumbing,Concrete,Roofing,Painting,Solar,Mechanical,Builders,Paving,Landscape'.split(
  ',',
);

/**
 * Firms of members with their people, licenses, places, certifications and skills. One firm in five takes the place of its
 * license, one in ten shows no place, one in four has two people, and one in forty has no active person. The database has
 * contractors, and no members yet.
 */
export async function fillFirms(superuserUrl: string, firms: number): Promise<void> {
  const v = valuesFor(1);
  const sql = connect(superuserUrl, { max: 1, applicationName: 'bench' });
  const rows = `generate_series(0, ${firms - 1}) i`;
  // The rows satisfy the constraints. Their triggers would take an hour.
  await sql.unsafe(`
    set session_replication_role = replica;
    insert into users (id, email, email_verified_at, first_name, last_name, status)
    select ${v.id('users', 'i')}, 'member' || i || '@example.org', now(), 'Ana', 'Sample' || i,
           case ${v.number('i', 'status', 40)} when 0 then 'LAPSED' else 'ACTIVE' end
    from ${rows};
    with places as (
      select row_number() over (order by zip_code) - 1 as place, z.* from zip_codes z where state = 'CA' and county is not null
    ), licenses as (
      select row_number() over (order by hashtext(license_number)) - 1 as at, license_number
      from california_contractors where gone_at is null order by 1 limit ${firms}
    )
    insert into companies (id, name, story, phone, city, zip_code, county, coordinates, license_number, address_shown,
                           directory_audience, service_counties, service_radius_meters)
    select ${v.id('companies', 'i')},
           ${v.pick('i', 'name', names)} || ' ' || ${v.pick('i', 'trade', trades)} || ' ' || i || ' Example',
           'We do ' || ${v.pick('i', 'work', words)} || ' for schools and shops.', '+15105550100',
           case when own then city end, case when own then zip_code end, case when own then county end,
           case when own then location end, license_number,
           case ${v.number('i', 'shown', 10)} when 0 then 'NONE' when 1 then 'FULL' else 'CITY' end,
           case when ${v.number('i', 'seen', 50)} = 0 then 'NOBODY' when ${v.number('i', 'seen', 50)} < 5 then 'MEMBERS' else 'PUBLIC' end,
           case when ${v.number('i', 'serves', 2)} = 0 then array[county] else '{}' end,
           case when ${v.number('i', 'radius', 2)} = 0 then 40000 end
    from ${rows} join places on place = ${v.number('i', 'zip', '(select count(*) from places)')}
      join licenses on at = i
      cross join lateral (select ${v.number('i', 'own', 5)} > 0 as own) o;
    insert into company_people (id, company_id, user_id, role)
    select ${v.id('company_people', 'i')}, ${v.id('companies', 'i')}, ${v.id('users', 'i')}, 'OWNER' from ${rows};
    insert into company_people (id, company_id, user_id, role)
    select ${v.id('colleagues', 'i')}, ${v.id('companies', 'i')}, ${v.id('users', `(i + 1) % ${firms}`)}, 'MEMBER'
    from ${rows} where i % 4 = 0;
    with kinds as (select row_number() over (order by code) - 1 as at, code from certification_kinds)
    insert into certifications (id, company_id, kind, number, issued_on, expires_on, verification, verified_at, verification_note)
    select ${v.id('certifications', 'i')}, ${v.id('companies', 'i / 2')}, code, 'N' || i, date '2025-01-01',
           date '2026-06-01' + ${v.number('i', 'end', 900)}::integer,
           case when seen then 'VERIFIED' else 'OPEN' end, case when seen then now() end, case when seen then 'Seen.' end
    from generate_series(0, ${firms * 2 - 1}) i
      join kinds on at = ${v.number('i', 'kind', '(select count(*) from kinds)')}
      cross join lateral (select ${v.number('i', 'verified', 2)} = 0 as seen) s
    where ${v.number('i', 'holds', 2)} = 0;
    with known as (select code, row_number() over (order by code) - 1 as at from skills)
    insert into user_skills (user_id, skill_code)
    select distinct ${v.id('users', 'i')}, code
    from ${rows}, generate_series(1, 3) k join known on true
    where at = ${v.number('i * 3 + k', 'skill', '(select count(*) from skills)')};
    set session_replication_role = origin;
    do $$
    declare
      last text;
    begin
      loop
        last := fill_directory_firms(last);
        exit when last is null;
      end loop;
    end $$`);
  for (const table of [
    'users',
    'companies',
    'directory_firms',
    'company_people',
    'certifications',
    'user_skills',
    'california_contractors',
  ])
    await sql.unsafe(`vacuum (analyze) ${table}`);
  await sql.end();
}
