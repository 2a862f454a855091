import { eq } from 'drizzle-orm';
import type { Erasure } from '../engine/erasure.ts';
import { secureData } from './tables.ts';

export const erasure: Erasure = {
  secure_data: {
    close: {
      does: 'Deletes tax and bank details.',
      run: ({ orm }, userId) => orm.delete(secureData).where(eq(secureData.userId, userId)),
    },
    export: { omit: 'Tax and bank details never leave the portal in a file.' },
  },
};
