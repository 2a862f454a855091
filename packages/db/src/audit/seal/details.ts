import { z } from 'zod';

/** The sealer noticed that these rows were changed before it sealed them, or could not tell for want of instants. */
export const rowsDetails = z.object({
  rewritten: z.array(z.uuid()).default([]),
  unknown: z.array(z.uuid()).default([]),
});

const known = z.object({ batch: z.number(), at: z.iso.datetime() });
/** Up to which batch the places outside of the database knew the chain when the mark was made. */
export const markDetails = z.object({
  anchored: known.optional(),
  /** The object store, or why it could not be asked. */
  stored: z.union([known, z.object({ failed: z.string() })]).optional(),
});

/** The rules in force: by the name of a thing its digest, and by table how long the trail is kept, in days. */
export const rulesDetails = z.object({
  reason: z.string(),
  by: z.string(),
  /** True for an act of an operator that accepts what the verification has named so far. */
  accepts: z.boolean(),
  /** The digest that was in force before a migration. It must be the one that was sealed last. */
  before: z.string().optional(),
  things: z.record(z.string(), z.string()),
  retentionDays: z.record(z.string(), z.number()),
});
export type RulesDetails = z.infer<typeof rulesDetails>;

export const retireDetails = z.object({
  partition: z.string(),
  until: z.iso.datetime(),
  retentionDays: z.number(),
});
