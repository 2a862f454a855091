import { z } from 'zod';
import { calendarDate, id, manyLines } from './text.ts';

/** The permissions of staff by code. The database's policies name the same codes. */
export const permissions = {
  'members.read': 'See members, their memberships and the events they attend',
  'members.edit': 'Approve applications, change accounts, end sessions',
  'memberships.manage': 'Start, change and end memberships, and change their tiers',
  'roles.grant': 'Assign and remove roles',
  'roles.manage': 'Change what roles can do',
  'projects.read': 'See all bids on all projects',
  'projects.manage': 'Publish, change and award projects',
  'events.read': 'See who attends events',
  'events.manage': 'Create events, register people and record attendance',
  'content.manage': 'Write announcements, courses and skills',
  'payments.read': 'See payments and refunds',
  'payments.manage': 'Record payments and issue refunds',
  'secure_data.read': 'Read tax and bank details',
  'support.read': 'See support tickets',
  'support.answer': 'Answer support tickets',
  'audit.read': 'Read the activity log',
  'settings.manage': 'Change the portal’s settings',
  'contractors.import': 'Import the license board’s file',
  'jobs.manage': 'See background jobs and retry failed ones',
} as const;

export type Permission = keyof typeof permissions;

export const permissionCodes = Object.keys(permissions) as [Permission, ...Permission[]];

export const roleCode = z.string().regex(/^[a-z][a-z_]{1,39}$/, 'must be a role’s code');

export const grantRoleInput = z.object({
  userId: id,
  roleCode,
  reason: manyLines(1000),
  /**
   * The last day on which the role holds, in California. Without it the role holds until it is taken away.
   */
  until: calendarDate.optional(),
});

export const takeRoleInput = z.object({ userId: id, roleCode, reason: manyLines(1000) });

export const setRolePermissionsInput = z.object({
  roleCode,
  permissions: z.array(z.enum(permissionCodes)).max(permissionCodes.length),
  reason: manyLines(1000),
});
