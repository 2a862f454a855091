import { customType } from 'drizzle-orm/pg-core';

/** `tsvector`, in PostgreSQL's own text form: `'acme':1A 'oakland':4D`. */
export const tsvector = customType<{ data: string; driverData: string }>({ dataType: () => 'tsvector' });
