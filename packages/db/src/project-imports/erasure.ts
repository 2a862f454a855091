import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  project_imports: {
    close: { keep: 'The import belongs to the association. It stays without the names of its people.' },
    export: { omit: 'The lists are the agencies’.' },
  },
};
