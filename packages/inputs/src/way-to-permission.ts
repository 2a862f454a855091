import { z } from 'zod/mini';
import { permissionCodes } from './roles.ts';

const oneOf = new Intl.ListFormat('en-US', { type: 'disjunction' });

/** The roles that hold a permission, and the people who can assign them. Both are names. */
export interface WayToPermission {
  roles: string[];
  people: string[];
}

/** “You need the Auditor or Administrator role to open this page. Ask Grace Lee to assign one to you.” */
export function wayInWords({ roles, people }: WayToPermission): string {
  const asked = people.length > 0 ? oneOf.format(people) : 'an administrator';
  return `You need the ${oneOf.format(roles)} role to open this page. Ask ${asked} to assign ${roles.length > 1 ? 'one' : 'it'} to you.`;
}

export const getWayToPermissionInput = z.object({
  permission: z.enum(permissionCodes, 'must be a permission’s code'),
});
