import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  contractor_imports_one_live: 'Another file is being imported. Wait until it is done, or cancel it.',
};
