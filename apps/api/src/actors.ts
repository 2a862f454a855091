import { type Actor, visitor } from '@namc/db';

/**
 * Who asks the data layer. A person asks as a member, or as staff once a procedure has checked their permission; without a
 * person it is a visitor. `system:name` is the portal itself, on behalf of that person where there is one.
 */
export function actorOf(
  userId: string | undefined,
  capacity: 'member' | 'staff' | `system:${string}` = 'member',
): Actor {
  if (capacity === 'member' || capacity === 'staff') return userId ? { kind: capacity, userId } : visitor;
  const name = capacity.slice('system:'.length);
  return { kind: 'system', name, ...(userId ? { onBehalfOf: userId } : {}) };
}
