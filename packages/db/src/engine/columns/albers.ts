import { customType } from 'drizzle-orm/pg-core';
import { readEwkbPoint, writeEwkbPoint } from './ewkb.ts';

/** A position in California Albers (EPSG:3310): meters east and north of the projection's origin. */
export interface AlbersPosition {
  easting: number;
  northing: number;
}

/** `geometry(Point, 3310)`. */
export const albersPoint = customType<{ data: AlbersPosition; driverData: string }>({
  dataType: () => 'geometry(Point,3310)',
  toDriver: ({ easting, northing }) => writeEwkbPoint(easting, northing, 3310),
  fromDriver: (hex) => {
    const [easting, northing] = readEwkbPoint(hex, 3310);
    return { easting, northing };
  },
});
