import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  announcements: {
    close: { keep: 'The announcement belongs to the association. It stays without the author’s name.' },
    export: { omit: 'The announcement belongs to the association.' },
  },
  announcement_reads: {
    close: { keep: 'The rows count readers. Without the name they reveal nothing about a person.' },
    export: { omit: 'The rows only show which announcements were opened.' },
  },
};
