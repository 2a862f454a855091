import type { z } from 'zod/mini';

/**
 * Reads an object whose values may all be text, as in an address. A missing or wrong field gets its default, and a
 * list loses only its wrong items and those beyond the most that it may hold.
 */
export function readLeniently<Shape extends z.core.$ZodShape>(
  schema: z.ZodMiniObject<Shape>,
  given: object,
): z.output<z.ZodMiniObject<Shape>> {
  const read: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape as unknown as Record<string, z.ZodMiniType>)) {
    // Undefined is written explicitly, or the router would keep the old value.
    read[name] = readField(field, Object.hasOwn(given, name) ? given[name as keyof typeof given] : undefined);
  }
  return read as z.output<z.ZodMiniObject<Shape>>;
}

function readField(field: z.ZodMiniType, given: unknown): unknown {
  for (const reading of readings(field, given)) {
    const parsed = field.safeParse(reading);
    if (parsed.success) return parsed.data;
  }
  return field.safeParse(undefined).data;
}

/** The possible meanings of a text, the most literal one first. */
function* readings(field: z.ZodMiniType, given: unknown): Generator<unknown> {
  yield given;
  if (Array.isArray(given)) yield fitting(field, given);
  if (typeof given !== 'string') return;
  if (given.trim() !== '' && Number.isFinite(Number(given))) yield Number(given);
  if (given === 'true' || given === 'false') yield given === 'true';
  yield [given];
}

/** The items that the field takes, the first ones of a list that is too long. */
function fitting(field: z.ZodMiniType, given: unknown[]): unknown[] {
  const taken: unknown[] = [];
  for (const item of given) {
    if (field.safeParse([...taken, item]).success) taken.push(item);
  }
  return taken;
}
