import { z } from 'zod';
import { calendarDate, id, words } from './text.ts';

/** The permissions of staff by code. The database's policies name the same codes. */
export const permissions = {
  'members.read': 'See members, their memberships and what they attend',
  'members.edit': 'Approve applications, change accounts, end sessions',
  'memberships.manage': 'Begin, end and change memberships and their tiers',
  'roles.grant': 'Give roles to people and take them away',
  'roles.manage': 'Change what roles may do',
  'projects.read': 'See every application for every project',
  'projects.manage': 'Publish, change and award projects',
  'events.read': 'See who comes to events',
  'events.manage': 'Make events, register people and mark who came',
  'content.manage': 'Write announcements, courses and skills',
  'payments.read': 'See payments and refunds',
  'payments.manage': 'Record payments and give refunds',
  'secure_data.read': 'Read tax and bank details',
  'support.read': 'See support tickets',
  'support.answer': 'Answer support tickets',
  'audit.read': 'Read the trail of what was done and changed',
  'settings.manage': 'Change the portal’s settings',
  'contractors.import': 'Bring in the license board’s file',
  'jobs.manage': 'See background work, and run again what failed',
} as const;

export type Permission = keyof typeof permissions;

export const permissionCodes = Object.keys(permissions) as [Permission, ...Permission[]];

export const roleCode = z.string().regex(/^[a-z][a-z_]{1,39}$/, 'is not the code of a role');

export const grantRoleInput = z.object({
  userId: id,
  roleCode,
  reason: words(1000),
  /**
   * The last day on which the role holds, in California. Without it the role holds until it is taken away.
   */
  until: calendarDate.optional(),
});

export const takeRoleInput = z.object({ userId: id, roleCode, reason: words(1000) });

export const setRolePermissionsInput = z.object({
  roleCode,
  permissions: z.array(z.enum(permissionCodes)).max(permissionCodes.length),
  reason: words(1000),
});
