import { type Actor, systemActor, visitor } from '@namc/db';

/**
 * The actor of a call to the data layer. A person acts as a member, or as staff once a procedure has checked their
 * permission. Without a session the actor is a visitor. `system:name` is the portal itself, acting for that person
 * if there is one.
 */
export function actorOf(
  userId: string | undefined,
  capacity: 'member' | 'staff' | `system:${string}` = 'member',
): Actor {
  if (capacity === 'member' || capacity === 'staff') return userId ? { kind: capacity, userId } : visitor;
  return systemActor(capacity.slice('system:'.length), userId);
}
