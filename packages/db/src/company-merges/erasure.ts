import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  company_merges: {
    close: {
      keep: 'The row leads from the address of a company that is gone. It stays without the name of the staff member.',
    },
    export: { omit: 'It says something of companies. The trail has the acts of staff.' },
  },
};
