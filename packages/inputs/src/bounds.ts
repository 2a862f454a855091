import { z } from 'zod/mini';

/** A rectangle on the map, in degrees. */
export type Bounds = [west: number, south: number, east: number, north: number];

/** About a hundred meters. Locations are the centers of ZIP codes, so that a finer corner says nothing. */
const decimals = 3;

const rounded = (degrees: number): number => Number(degrees.toFixed(decimals));

/** A rectangle as the text of the field `bounds`. */
export const writeBounds = (bounds: Bounds): string => bounds.map(rounded).join(',');

const number = /^-?\d{1,3}(\.\d{1,15})?$/;

/**
 * The rectangle that a text names, with rounded corners: two opposite ones, whichever comes first, and either longitude or latitude
 * first where only one of these orders lies on the earth. Undefined for any other text.
 */
export function readBounds(text: string): Bounds | undefined {
  const parts = text.split(',').map((part) => part.trim());
  if (parts.length !== 4 || !parts.every((part) => number.test(part))) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = parts.map((part) => rounded(Number(part)));
  return between([a, b], [c, d]) ?? between([b, a], [d, c]);
}

type Corner = [longitude: number, latitude: number];

/** The rectangle between two opposite corners; undefined without an area, or beyond the earth. */
function between([x, y]: Corner, [otherX, otherY]: Corner): Bounds | undefined {
  const [west, east] = [Math.min(x, otherX), Math.max(x, otherX)];
  const [south, north] = [Math.min(y, otherY), Math.max(y, otherY)];
  const isOnEarth = west >= -180 && east <= 180 && south >= -90 && north <= 90;
  return isOnEarth && west < east && south < north ? [west, south, east, north] : undefined;
}

const meant = 'must be two corners of an area in degrees, such as -122.4,37.7,-122.1,37.9';

/** A rectangle in an address or a form: west, south, east and north in degrees, apart by commas, in whichever order they come. */
export const bounds = z.string(meant).check(
  z.overwrite((text) => {
    const read = readBounds(text);
    return read ? writeBounds(read) : text;
  }),
  z.refine((text) => readBounds(text) !== undefined, meant),
);

const longitude = z.number().check(z.minimum(-180), z.maximum(180));
const latitude = z.number().check(z.minimum(-90), z.maximum(90));

/** What a map shows: its visible area in degrees, west, south, east and north, and how close it is. */
export const mapWindow = {
  window: z.tuple([longitude, latitude, longitude, latitude]),
  zoom: z.number().check(z.minimum(0), z.maximum(20)),
};
export interface MapWindow {
  window: Bounds;
  zoom: number;
}

/** The view to which a person moved a map, in the address of its page: latitude, longitude, zoom. */
export const mapPlace = z.optional(
  z.string().check(z.regex(/^-?\d{1,2}(\.\d{1,4})?,-?\d{1,3}(\.\d{1,4})?,\d{1,2}(\.\d{1,2})?$/)),
);
