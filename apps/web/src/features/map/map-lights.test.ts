import { expect, it, vi } from 'vitest';
import { MapLights } from './map-lights.ts';

const oakland = { latitude: 37.80441, longitude: -122.27112 };
const fresno = { latitude: 36.73781, longitude: -119.78711 };

it('a marker lights the rows within its rectangle, although it is rounded, and no others', () => {
  const lights = new MapLights();
  lights.light([-122.2711, 37.8044, -122.2711, 37.8044]);
  expect([oakland, fresno, null].map((place) => lights.isLit(place))).toEqual([true, false, false]);
  lights.light(null);
  expect(lights.isLit(oakland)).toBe(false);
});

it('a row that is left late does not dim the row that was entered meanwhile', () => {
  const lights = new MapLights();
  lights.enter(oakland);
  lights.enter(fresno);
  lights.leave(oakland);
  expect(lights.place).toBe(fresno);
  lights.leave(fresno);
  expect(lights.place).toBeNull();
});

it('tells its listeners of each change once, and no more after they have gone', () => {
  const lights = new MapLights();
  const heard = vi.fn();
  const stop = lights.subscribe(heard);
  lights.enter(oakland);
  lights.enter(oakland);
  expect(heard).toHaveBeenCalledTimes(1);
  lights.light([-123, 37, -122, 38]);
  expect(heard).toHaveBeenCalledTimes(2);
  stop();
  lights.enter(fresno);
  expect(heard).toHaveBeenCalledTimes(2);
});
