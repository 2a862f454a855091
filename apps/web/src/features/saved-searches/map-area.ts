/** A search of the map’s area among the filters in words. */
export const inMapArea = 'In the map’s area';
