import type { Erasure } from '../engine/erasure.ts';

export const erasure: Erasure = {
  member_imports: {
    close: { keep: 'The import belongs to the association. It stays without the uploader’s name.' },
    export: { omit: 'The files are the association’s.' },
  },
};
