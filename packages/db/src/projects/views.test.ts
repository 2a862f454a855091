import {
  browseProjectsInput,
  listProjectDatesInput,
  mapProjectsInput,
  projectFilters,
} from '@namc/inputs/projects';
import { describe, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { addProject, type ProjectSample } from './factory.ts';
import { exportProjectDates, listProjectDates } from './queries/dates.ts';
import { browseProjects, countProjects } from './queries/list.ts';
import { findProjectExtent, mapProjects } from './queries/map.ts';

const portal = testDatabase();
const visitor: Actor = { kind: 'visitor' };
const california = { window: [-124.5, 32.5, -114.1, 42.05], zoom: 6 };
const mapOf = (given: object) =>
  portal.db.read(visitor, (tx) => mapProjects(tx, mapProjectsInput.parse({ ...california, ...given })));
const extentOf = (given: object) =>
  portal.db.read(visitor, (tx) => findProjectExtent(tx, projectFilters.parse(given)));
const calendarOf = (given: object) =>
  portal.db.read(visitor, (tx) => listProjectDates(tx, listProjectDatesInput.parse(given)));
const add = async (sample: ProjectSample) => addProject(portal.db, await addMember(portal.db), sample);

describe('a map of projects', () => {
  it('has a point for one and a cluster for several, by the filters of the list, and counts those without a place', async () => {
    const near = await add({ title: 'Mapped roof', location: [-122.27, 37.8] });
    await add({ title: 'Mapped floor', location: [-122.28, 37.81] });
    const far = await add({ title: 'Mapped bridge', location: [-117.16, 32.72] });
    await add({ title: 'Mapped nowhere' });
    await add({ title: 'Mapped abroad', location: [2.35, 48.85] });
    await add({ title: 'Mapped draft', status: 'DRAFT', location: [-121, 38] });
    await add({ title: 'Mapped past', deadlineAt: new Date(Date.now() - 60_000), location: [-121, 38] });
    const { features, capped } = await mapOf({ q: 'mapped' });
    expect(capped).toBe(false);
    expect(features).toEqual([
      expect.objectContaining({ kind: 'cluster', count: 2 }),
      { kind: 'project', id: far, name: 'Mapped bridge', longitude: -117.16, latitude: 32.72 },
    ]);
    // Closer, they part.
    const closer = await mapOf({ q: 'mapped', window: [-122.4, 37.7, -122.1, 37.9], zoom: 13 });
    expect(closer.features.map(({ kind }) => kind)).toEqual(['project', 'project']);
    const { bounds, elsewhere, place } = await extentOf({ q: 'mapped' });
    expect(elsewhere).toEqual({ count: 2, capped: false });
    expect(bounds?.map((degrees) => Number(degrees.toFixed(2)))).toEqual([-122.28, 32.72, -117.16, 37.81]);
    expect(place).toBeNull();
    expect((await mapOf({ q: 'mapped', near: '37.8,-122.27', miles: 5 })).features).toEqual([
      expect.objectContaining({ kind: 'cluster', count: 2 }),
    ]);
    // An area of the map is a filter of the list too, to the edge.
    const asked = browseProjectsInput.parse({ q: 'mapped', bounds: '-122.275,37.7,-122.1,37.805' });
    const { rows } = await portal.db.read(visitor, (tx) => browseProjects(tx, asked));
    expect(rows.map(({ id }) => id)).toEqual([near]);
    expect(rows[0]).toMatchObject({ longitude: -122.27, latitude: 37.8 });
    expect(await portal.db.read(visitor, (tx) => countProjects(tx, asked))).toBe(1);
    // An article beside a trade asks for nothing. Alone it finds nothing.
    const named = async (q: string) => {
      const input = browseProjectsInput.parse({ q });
      const page = await portal.db.read(visitor, (tx) => browseProjects(tx, input));
      expect(await portal.db.read(visitor, (tx) => countProjects(tx, input)), q).toBe(page.rows.length);
      return page.rows.map(({ title }) => title);
    };
    for (const q of ['roof', 'the roof', 'a roof', 'for the roof', 'mapped the roof'])
      expect(await named(q), q).toEqual(['Mapped roof']);
    expect(await named('the')).toEqual([]);
    expect(await extentOf({ q: 'nothing like this' })).toEqual({
      bounds: null,
      elsewhere: { count: 0, capped: false },
      place: null,
    });
  });
});

describe('a calendar of projects', () => {
  it('has each date in the month and on the day of the project’s own zone, and none of a draft', async () => {
    const id = await add({ title: 'Dated pier', deadlineAt: new Date('2097-03-01T06:30:00Z') });
    await portal.owner`
      update projects set deadline_time_zone = 'Pacific/Honolulu', questions_until = '2097-02-10T20:00:00Z',
        site_walk_at = '2097-02-03T18:00:00Z', is_site_walk_mandatory = true where id = ${id}`;
    await add({ title: 'Dated draft', status: 'DRAFT', deadlineAt: new Date('2097-02-05T06:30:00Z') });
    const february = await calendarOf({ q: 'dated', month: '2097-02' });
    expect(february.dates.map(({ kind, day, title }) => [kind, day, title])).toEqual([
      ['SITE_WALK', '2097-02-03', 'Dated pier'],
      ['QUESTIONS', '2097-02-10', 'Dated pier'],
      // In California it is the same day; at the portal’s server it is March.
      ['BIDS', '2097-02-28', 'Dated pier'],
    ]);
    expect(february).toMatchObject({ later: null, earlier: null, isCapped: false });
    const march = await calendarOf({ q: 'dated', month: '2097-03' });
    expect(march).toMatchObject({ dates: [], later: null, earlier: '2097-02' });
    expect((await calendarOf({ q: 'dated', month: '2096-12' })).later).toBe('2097-02');
    const now = await calendarOf({ q: 'dated' });
    expect(now.month).toBe(now.today.slice(0, 7));
  });

  it('shows nobody the contact, the street or the meeting place', async () => {
    const id = await add({ title: 'Discreet depot', deadlineAt: new Date('2096-05-01T06:30:00Z') });
    await portal.owner`
      update projects set street = '12 Hidden Street', site_walk_place = 'Gate B', contact_name = 'Ana Example',
        site_walk_at = '2096-04-03T18:00:00Z' where id = ${id}`;
    const dates = await portal.db.read({ kind: 'member', userId: await addMember(portal.db) }, (tx) =>
      exportProjectDates(tx, projectFilters.parse({ q: 'discreet' })),
    );
    expect(dates).toHaveLength(2);
    expect(JSON.stringify([dates, await calendarOf({ q: 'discreet', month: '2096-04' })])).not.toMatch(
      /Hidden|Gate|Ana/,
    );
  });
});
