import { type County, counties } from '@namc/inputs/california';

export function isCounty(name: string): name is County {
  return (counties as readonly string[]).includes(name);
}
