import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  deposits: {
    close: {
      keep: 'The references are to the staff members who made and closed it, and the association must keep its books.',
    },
    export: { omit: 'A deposit holds the checks of several people. The payments show the person’s own.' },
  },
};
