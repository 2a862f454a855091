import type { LoadOptions } from './measure-load.ts';

/** A trial of `npm run bench load` that tells nothing about speed: every kind of request once, and one short step. */
export const smallLoad: LoadOptions = {
  sessions: 10,
  contractors: 2_000,
  rowsTimes: 1,
  isDurable: false,
  from: 8,
  seconds: 4,
  warmUpSeconds: 1,
  steps: 0,
};
