/** A statute mile in meters. People say miles, the database measures meters. */
const metersPerMile = 1609.344;

export const toMeters = (miles: number): number => miles * metersPerMile;

export const toMiles = (meters: number): number => meters / metersPerMile;

/**
 * The distance of a contractor. The portal knows the middle of a ZIP code, which is some miles wide, so a distance is
 * whole miles at most, and within one ZIP code there is none.
 */
export type RoughDistance = { zipCode: string } | { miles: number };

/** Two places closer than this are the same middle of a ZIP code. Their degrees may have been rounded on the way. */
const samePlaceMeters = 100;

/** The distance in meters between two middles of ZIP codes, as roughly as it is known. `zipCode` is the contractor's. */
export function roughDistance(meters: number, zipCode: string | null): RoughDistance {
  const zip = meters < samePlaceMeters && zipCode !== null ? /^\d{5}/.exec(zipCode)?.[0] : undefined;
  if (zip !== undefined) return { zipCode: zip };
  return { miles: Math.max(1, Math.round(toMiles(meters))) };
}

/** “in 94601” or “about 3 mi”: the only words for a distance. */
export function distanceWords(distance: RoughDistance): string {
  return 'zipCode' in distance ? `in ${distance.zipCode}` : `about ${distance.miles} mi`;
}
