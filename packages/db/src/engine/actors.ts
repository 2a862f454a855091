/**
 * The person or process that asks. It travels with every transaction, and the row-level policies go by it. Each kind has
 * a login of its own on the server.
 */
export type Actor =
  | { kind: 'visitor' }
  | { kind: 'member'; userId: string }
  | { kind: 'staff'; userId: string }
  /** `onBehalfOf` is the person the system acts for. The trail names them; policies still see the system. */
  | { kind: 'system'; name: string; onBehalfOf?: string; runsQueue?: true };

export type SystemActor = Extract<Actor, { kind: 'system' }>;

export const visitor: Actor = { kind: 'visitor' };

/** The portal itself, acting for a person if there is one. The trail records `system:` and the name. */
export const systemActor = (name: string, onBehalfOf?: string): SystemActor => ({
  kind: 'system',
  name,
  ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
});

/** The job queue's own statements. Nobody else has rights on its tables. */
export const queueActor: SystemActor = { ...systemActor('worker'), runsQueue: true };

/** The server's logins that act for the portal's callers. */
export const logins = ['public', 'staff', 'system'] as const;
export type Login = (typeof logins)[number];

/** The login that a transaction of an actor uses. */
export const loginOf = ({ kind }: Actor): Login => (kind === 'staff' || kind === 'system' ? kind : 'public');

/** The role that a transaction of an actor takes on. */
export function roleOf(actor: Actor): 'application_role' | 'admin_role' | 'system_role' | 'queue_role' {
  if (actor.kind === 'staff') return 'admin_role';
  if (actor.kind !== 'system') return 'application_role';
  return actor.runsQueue ? 'queue_role' : 'system_role';
}
