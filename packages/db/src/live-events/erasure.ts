import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { liveEvents } from './tables.ts';

export const erasure: Erasure = {
  live_events: {
    close: {
      does: 'Deletes the rows.',
      run: ({ orm }, userId) => orm.delete(liveEvents).where(eq(liveEvents.userId, userId)),
    },
    export: { omit: 'It says for a day that other rows have changed, and those are in the export.' },
  },
};
