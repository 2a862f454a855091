import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {};

export const defects: Refusals = {
  ledger_months_begin: 'The job counts whole months.',
};
