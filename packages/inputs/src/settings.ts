import { z } from 'zod';

/** Staff open the mailing addresses of firms to visitors, or close them. */
export const shareAddressesInput = z.object({ withVisitors: z.boolean('must be true or false') });
export type ShareAddressesInput = z.infer<typeof shareAddressesInput>;
