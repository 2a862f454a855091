import { customType } from 'drizzle-orm/pg-core';

/** Text that keeps its case and is compared without regard to it. */
export const citext = customType<{ data: string; driverData: string }>({ dataType: () => 'citext' });
