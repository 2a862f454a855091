import { contractorFilters } from '@namc/inputs/contractors';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addContractors } from '../contractors/factory.ts';
import { connect } from '../engine/connection.ts';
import { tellFollower } from '../follows/commands/tell.ts';
import { letters, type News } from '../follows/letters.ts';
import { listPeopleToTell } from '../follows/queries.ts';
import { addMember } from '../members/factory.ts';
import { system } from '../tools/testing/sample.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import {
  changeSavedSearch,
  compareSavedSearch,
  markSearchSeen,
  removeSavedSearch,
  saveSearch,
} from './commands.ts';
import { listSavedSearches } from './queries.ts';

const portal = testDatabase();
const origin = 'https://portal.example.org';
const member = (userId: string) => ({ kind: 'member', userId }) as const;

async function lettersTo(userId: string): Promise<News[]> {
  const rows = await portal.owner<{ about: News }[]>`
    select about from mails join mail_contents on mail_id = mails.id
    where user_id = ${userId} and template = 'followed-changes' order by mails.id`;
  return rows.map(({ about }) => about);
}

async function tellEverybody(): Promise<void> {
  for (const userId of await portal.db.read(system, (tx) => listPeopleToTell(tx, { isWeekly: false }))) {
    await portal.db.write(system, (tx) => tellFollower(tx, { userId, isWeekly: false, origin }));
  }
}

describe('a person who saved a search', () => {
  const roofers = contractorFilters.parse({ trades: ['C-39'], counties: ['Fresno'] });
  const search = { name: 'Roofers in Fresno', filters: roofers, notify: 'AT_ONCE' } as const;
  const roofer = (licenseNumber: string) => ({
    licenseNumber,
    businessName: `EXAMPLE ROOFING ${licenseNumber}`,
    classifications: ['C-39'],
    county: 'Fresno',
  });
  const compare = (id: string, isQuiet = false) =>
    portal.db.write(system, (tx) => compareSavedSearch(tx, { id, isQuiet }));
  const resultsTold = async (person: string) =>
    (await lettersTo(person)).map(({ searches }) =>
      searches.flatMap(({ firms }) => firms.map(({ licenseNumber }) => licenseNumber)),
    );

  it('hears at once of the firms that came, weekly in one letter, or not at all', async () => {
    await addContractors(portal.owner, [roofer('5000001')]);
    const [atOnce, weekly, never] = [
      await addMember(portal.db),
      await addMember(portal.db),
      await addMember(portal.db),
    ];
    const save = (person: string, notify: 'AT_ONCE' | 'WEEKLY' | 'OFF') =>
      portal.db.write(member(person), (tx) => saveSearch(tx, { ...search, notify }));
    const ids = [await save(atOnce, 'AT_ONCE'), await save(weekly, 'WEEKLY'), await save(never, 'OFF')];
    for (const licenseNumber of ['5000002', '5000003']) {
      await addContractors(portal.owner, [roofer(licenseNumber)]);
      for (const id of ids) await compare(id);
      for (const id of ids) await compare(id);
      await tellEverybody();
    }
    expect(await resultsTold(atOnce)).toEqual([['5000002'], ['5000003']]);
    expect(await resultsTold(weekly)).toEqual([]);
    await portal.db.write(system, (tx) => tellFollower(tx, { userId: weekly, isWeekly: true, origin }));
    await portal.db.write(system, (tx) => tellFollower(tx, { userId: weekly, isWeekly: true, origin }));
    expect(await resultsTold(weekly)).toEqual([['5000002', '5000003']]);
    expect(await resultsTold(never)).toEqual([]);
    // Turned on, it tells what comes from now on.
    await portal.db.write(member(never), (tx) =>
      changeSavedSearch(tx, { id: ids[2] ?? '', notify: 'AT_ONCE' }),
    );
    await addContractors(portal.owner, [roofer('5000004')]);
    await compare(ids[2] ?? '');
    await tellEverybody();
    expect(await resultsTold(never)).toEqual([['5000004']]);
  });

  it('of an area of the map hears of a firm in the area and of none outside', async () => {
    const person = await addMember(portal.db);
    const filters = contractorFilters.parse({ trades: ['C-39'], bounds: '-119.9,36.6,-119.6,36.9' });
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { name: 'Roofers in the map’s area', filters, notify: 'AT_ONCE' }),
    );
    await addContractors(portal.owner, [
      { ...roofer('7500001'), location: [-119.78, 36.74] },
      { ...roofer('7500002'), location: [-119.95, 36.74] },
    ]);
    await compare(id);
    const [saved] = await portal.db.read(member(person), listSavedSearches);
    expect(saved?.filters.bounds).toBe('-119.9,36.6,-119.6,36.9');
    expect(saved?.newest.map(({ licenseNumber }) => licenseNumber)).toEqual(['7500001']);
  });

  it('hears nothing of a firm that left the file before the letter, and of it as new when it comes back', async () => {
    const person = await addMember(portal.db);
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { ...search, name: 'Roofers that come and go' }),
    );
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    onTestFinished(() => superuser.end());
    const present = (isPresent: boolean) => superuser`
      update california_contractors set gone_at = ${isPresent ? null : '2026-11-01T08:00:00Z'} where license_number = '5000055'`;
    const newest = async () =>
      (await portal.db.read(member(person), listSavedSearches)).map(({ newResults, newest: firms }) => [
        newResults,
        firms.map(({ licenseNumber }) => licenseNumber),
      ]);
    await addContractors(portal.owner, [roofer('5000055')]);
    await compare(id);
    expect(await newest()).toEqual([[1, ['5000055']]]);
    await present(false);
    await compare(id);
    expect(await newest()).toEqual([[0, []]]);
    await tellEverybody();
    expect(await resultsTold(person)).toEqual([]);
    await present(true);
    await compare(id);
    await tellEverybody();
    expect(await newest()).toEqual([[1, ['5000055']]]);
    expect(await resultsTold(person)).toEqual([['5000055']]);
  });

  it('around the person’s own place hears of the firms there, and of no others', async () => {
    const person = await addMember(portal.db);
    // As “Use my location” writes it.
    const filters = contractorFilters.parse({ near: '36.75, -119.77', miles: 5, trades: ['C-55'] });
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { name: 'Around me', filters, notify: 'AT_ONCE' }),
    );
    const treatsWater = (licenseNumber: string, location: [number, number]) => ({
      licenseNumber,
      businessName: `EXAMPLE WATER ${licenseNumber}`,
      classifications: ['C-55'],
      location,
    });
    await addContractors(portal.owner, [
      treatsWater('5000061', [-119.78, 36.74]),
      treatsWater('5000062', [-122.27, 37.8]),
    ]);
    await compare(id);
    await tellEverybody();
    expect(await resultsTold(person)).toEqual([['5000061']]);
  });

  it('hears nothing twice when an import is undone and comes again, and everything that was not told', async () => {
    const setGone = async (licenseNumber: string, isGone: boolean) => {
      const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
      await superuser`
        update california_contractors set gone_at = case when ${isGone} then now() end where license_number = ${licenseNumber}`;
      await superuser.end();
    };
    const filters = contractorFilters.parse({ trades: ['C-36'], counties: ['Kern'] });
    const plumber = (licenseNumber: string) => ({
      ...roofer(licenseNumber),
      classifications: ['C-36'],
      county: 'Kern',
    });
    await addContractors(portal.owner, [plumber('6000001')]);
    const person = await addMember(portal.db);
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { name: 'Plumbers', filters, notify: 'AT_ONCE' }),
    );
    await addContractors(portal.owner, [plumber('6000002')]);
    await compare(id);
    await tellEverybody();
    // A second one came and was not told before all of it was undone.
    await addContractors(portal.owner, [plumber('6000003')]);
    await compare(id);
    await setGone('6000002', true);
    await setGone('6000003', true);
    await compare(id, true);
    await tellEverybody();
    await setGone('6000002', false);
    await setGone('6000003', false);
    await compare(id);
    await tellEverybody();
    expect(await resultsTold(person)).toEqual([['6000002'], ['6000003']]);
  });

  it('saves the same search once, and at most fifty', async () => {
    const person = await addMember(portal.db);
    const save = (name: string, q: string) =>
      portal.db.write(member(person), (tx) =>
        saveSearch(tx, { name, filters: contractorFilters.parse({ q }), notify: 'OFF' }),
      );
    await save('First', 'number 0');
    await expect(save('Second', 'number 0')).rejects.toThrow('You have saved this search already.');
    for (let number = 1; number < 50; number += 1) await save(`Number ${number}`, `number ${number}`);
    await expect(save('One more', 'number 50')).rejects.toThrow('You have 50 saved searches already');
  });

  it('is told what the search does not watch for, in the list and in letters, and it watches what its words ask for', async () => {
    const person = await addMember(portal.db);
    const filters = contractorFilters.parse({ q: 'suspended cheap tile setters in fresno or clovis' });
    const tiler = (licenseNumber: string, primaryStatus: string) => ({
      ...roofer(licenseNumber),
      classifications: ['C-54'],
      location: [-119.78, 36.74] as [number, number],
      primaryStatus,
    });
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { name: 'Suspended tilers', filters, notify: 'AT_ONCE' }),
    );
    await addContractors(portal.owner, [tiler('7600001', 'Contr Bond Susp'), tiler('7600002', 'CLEAR')]);
    const leftOut = ['clovis', 'cheap'];
    // A search that was saved before the portal kept these words learns them.
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    expect(await portal.db.read(member(person), listSavedSearches)).toMatchObject([{ leftOut }]);
    await superuser`update saved_searches set left_out = '{}' where id = ${id}`;
    await superuser.end();
    await compare(id);
    expect(await portal.db.read(member(person), listSavedSearches)).toMatchObject([
      { leftOut, newResults: 1, newest: [{ licenseNumber: '7600001' }] },
    ]);
    await tellEverybody();
    const [told] = await lettersTo(person);
    expect(told?.searches).toMatchObject([{ leftOut }]);
    const written = told && letters['followed-changes'].write(told, '');
    expect(JSON.stringify(written)).toContain('The search doesn’t watch for “clovis” and “cheap”.');
  });

  it('sees how many results are new until the person has looked, and nobody else does', async () => {
    const filters = contractorFilters.parse({ trades: ['C-33'], counties: ['Kings'] });
    const painter = (licenseNumber: string) => ({
      ...roofer(licenseNumber),
      classifications: ['C-33'],
      county: 'Kings',
    });
    await addContractors(portal.owner, [painter('7000001')]);
    const [person, stranger] = [await addMember(portal.db), await addMember(portal.db)];
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { name: 'Painters', filters, notify: 'OFF' }),
    );
    const list = () => portal.db.read(member(person), listSavedSearches);
    expect(await list()).toMatchObject([{ name: 'Painters', filters, newResults: 0, newest: [] }]);
    await addContractors(portal.owner, [painter('7000002')]);
    await compare(id);
    expect(await list()).toMatchObject([
      { newResults: 1, newest: [{ licenseNumber: '7000002', name: 'Example Roofing 7000002' }] },
    ]);
    expect(await portal.db.read(member(stranger), listSavedSearches)).toEqual([]);
    const asStranger = portal.db.write(member(stranger), (tx) => markSearchSeen(tx, { id }));
    await expect(asStranger).rejects.toThrow('saved search');
    await portal.db.write(member(stranger), (tx) => removeSavedSearch(tx, { id }));
    await portal.db.write(member(person), (tx) => markSearchSeen(tx, { id }));
    expect(await list()).toMatchObject([{ newResults: 0, newest: [] }]);
    const remove = () => portal.db.write(member(person), (tx) => removeSavedSearch(tx, { id }));
    await Promise.all([remove(), remove()]);
    // A second tab removes what is gone.
    await remove();
    expect(await list()).toEqual([]);
  });

  it('hears nothing of a search that is too wide, and again of one that has become narrow', async () => {
    const person = await addMember(portal.db);
    const county = contractorFilters.parse({ counties: ['Napa'] });
    const wide = Array.from({ length: 5_001 }, (_, number) => ({
      licenseNumber: String(8_000_001 + number),
      county: 'Napa',
    }));
    await addContractors(portal.owner, wide);
    const id = await portal.db.write(member(person), (tx) =>
      saveSearch(tx, { name: 'All of Napa', filters: county, notify: 'AT_ONCE' }),
    );
    const state = async () => (await portal.db.read(member(person), listSavedSearches))[0];
    expect(await state()).toMatchObject({ isTooWide: true, newResults: 0 });
    const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
    await superuser`update california_contractors set gone_at = now() where license_number = '8000001'`;
    await superuser.end();
    await compare(id);
    expect(await state()).toMatchObject({ isTooWide: false, newResults: 0 });
    await tellEverybody();
    expect(await lettersTo(person)).toEqual([]);
  });
});
