/** A statute mile in meters. People say miles, the database measures meters. */
const metersPerMile = 1609.344;

export const toMeters = (miles: number): number => miles * metersPerMile;

export const toMiles = (meters: number): number => meters / metersPerMile;
