import type { Region } from '@namc/inputs/california';

export const regionNames: Record<Region, string> = {
  NORTH: 'Northern California',
  SOUTH: 'Southern California',
  OTHER: 'Outside California, or not given',
};
