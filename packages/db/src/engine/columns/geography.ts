import { customType } from 'drizzle-orm/pg-core';
import { readEwkbPoint, writeEwkbPoint } from './ewkb.ts';

/** A position in degrees (WGS 84). */
export interface Position {
  longitude: number;
  latitude: number;
}

/** `geography(Point, 4326)`: a position on the spheroid. Distances on it are meters. */
export const geographyPoint = customType<{ data: Position; driverData: string }>({
  dataType: () => 'geography(Point,4326)',
  toDriver: ({ longitude, latitude }) => writeEwkbPoint(longitude, latitude, 4326),
  fromDriver: (hex) => {
    const [longitude, latitude] = readEwkbPoint(hex, 4326);
    return { longitude, latitude };
  },
});
