import {
  directoryFilters,
  findTeamsInput,
  mapDirectoryInput,
  searchDirectoryInput,
} from '@namc/inputs/directory';
import { addSampleCertification } from '../certifications/factory.ts';
import { addSampleCompany } from '../companies/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { findFirmPreview, getFirm, listShownPeople } from './queries/firm.ts';
import {
  countDirectory,
  exportDirectory,
  findDirectoryExtent,
  mapDirectory,
  searchDirectory,
} from './queries/search.ts';
import { findTeams } from './queries/teams.ts';

export async function queryRuns({ db, find }: Association): Promise<Record<string, QueryRun[]>> {
  const userId = await addMember(db);
  const member = { kind: 'member', userId } as const;
  const companyId = await addSampleCompany(db, userId, 'Listed Builders');
  await addSampleCertification(db, { companyId, ownerId: userId });
  const bare = await addSampleCompany(db, userId, 'Bare Builders');
  await find(`
    update companies set story = 'Since 1988.', phone = '+15105550142', email = 'office@example.org',
      website = 'https://listed.example.org', street = '1 Example Way', city = 'Oakland', zip_code = '94601',
      county = 'Alameda', address_shown = 'FULL', coordinates = (select location from zip_codes where zip_code = '94601'),
      crew_size = 4, bonding_single_cents = 100, bonding_aggregate_cents = 200, service_radius_meters = 1000,
      license_number = (select license_number from california_contractors l
        where not exists (select from companies c where c.license_number = l.license_number) limit 1),
      languages = '{Spanish}', service_counties = '{Alameda}'
    where id = '${companyId}' returning id`);
  const trade = await find(`
    select classifications[1] from companies join california_contractors using (license_number) where id = '${companyId}'`);
  const search = (typed: object): QueryRun => [
    member,
    (tx) => searchDirectory(tx, searchDirectoryInput.parse(typed)),
  ];
  // One person with a photo, and one without.
  const colleague = await addMember(db);
  await find(`
    insert into company_people (company_id, user_id, role) values ('${companyId}', '${colleague}', 'MEMBER') returning id`);
  await find(`update company_people set is_shown = true where company_id = '${companyId}' returning id`);
  const contentId = await find(
    `insert into file_contents (sha256, bytes, content_type, stored_at) values (repeat('f', 64), 9, 'image/png', now()) returning id`,
  );
  await find(`
    insert into files (kind, name, bytes, uploaded_by, content_id, owner_id)
    values ('PROFILE_PHOTO', 'face.png', 9, '${userId}', '${contentId}', '${userId}') returning id`);
  return {
    listShownPeople: [[member, (tx) => listShownPeople(tx, { companyId })]],
    searchDirectory: [search({ limit: 100 }), search({ near: '94601' }), search({ q: 'listed' })],
    exportDirectory: [[member, (tx) => exportDirectory(tx, searchDirectoryInput.parse({ sort: 'name' }))]],
    countDirectory: [[member, (tx) => countDirectory(tx, directoryFilters.parse({ q: 'builders' }))]],
    mapDirectory: [
      [member, (tx) => mapDirectory(tx, mapDirectoryInput.parse({ window: [-125, 32, -114, 42], zoom: 6 }))],
    ],
    findDirectoryExtent: [
      [member, (tx) => findDirectoryExtent(tx, directoryFilters.parse({}))],
      [member, (tx) => findDirectoryExtent(tx, directoryFilters.parse({ q: 'nobody at all' }))],
    ],
    findTeams: [
      [
        member,
        (tx) =>
          findTeams(
            tx,
            findTeamsInput.parse({ trades: [trade], skills: ['bim'], near: '94601', miles: 200 }),
          ),
      ],
    ],
    getFirm: [
      [member, (tx) => getFirm(tx, { companyId })],
      [member, (tx) => getFirm(tx, { companyId: bare })],
    ],
    findFirmPreview: [
      [member, (tx) => findFirmPreview(tx, { companyId, reader: 'MEMBER' })],
      [member, (tx) => findFirmPreview(tx, { companyId: bare, reader: 'VISITOR' })],
    ],
  };
}
