import { z } from 'zod/mini';
import { roleCode } from './role-code.ts';
import { manyLines } from './text.ts';

/**
 * The permissions of staff by code: the noun, and what its holder may do with it. The database's policies name the same
 * codes.
 */
export const permissions = {
  'members.read': 'See members and where they are signed in',
  'members.edit': 'Change and suspend accounts, and end their sessions',
  'applications.read': 'See applications for membership',
  'applications.decide': 'Ask applicants, and approve or decline applications',
  'memberships.read': 'See memberships',
  'memberships.manage': 'Start, change and end memberships, and change their tiers',
  'roles.read': 'See who has which role',
  'roles.grant': 'Assign and remove roles',
  'roles.manage': 'Change what roles can do',
  'projects.manage': 'Publish, change and award projects',
  'bids.read': 'See all bids on all projects',
  'bids.manage': 'Shortlist, decline and award bids',
  'events.read': 'See who attends events',
  'events.manage': 'Create events, register people and record attendance',
  'announcements.manage': 'Write announcements',
  'courses.read': 'See who takes which course',
  'courses.manage': 'Write courses and enroll people',
  'skills.manage': 'Change the list of skills',
  'payments.read': 'See payments and refunds',
  'payments.manage': 'Record payments and issue refunds',
  'secure_data.read': 'Read tax and bank details',
  'support.read': 'See support tickets',
  'support.answer': 'Answer support tickets',
  'mail.read': 'See which email the portal sent to whom',
  'audit.read': 'Read the audit trail',
  'settings.manage': 'Change the portal’s settings',
  'home_sections.manage': 'Write the public home page',
  'contractors.import': 'Import the license board’s file',
  'jobs.manage': 'See background jobs and retry failed ones',
  'health.read': 'See the health of the database',
  'health.manage': 'Run the database’s maintenance, answer alerts and change limits',
} as const;

export type Permission = keyof typeof permissions;

export const permissionCodes = Object.keys(permissions) as [Permission, ...Permission[]];

type Noun = Permission extends `${infer Before}.${string}` ? Before : never;

/** The area of work to which a permission belongs, by its noun. */
const areas = {
  members: 'Members',
  applications: 'Members',
  memberships: 'Members',
  roles: 'Staff',
  projects: 'Work and learning',
  bids: 'Work and learning',
  events: 'Work and learning',
  courses: 'Work and learning',
  skills: 'Work and learning',
  announcements: 'Pages and news',
  home_sections: 'Pages and news',
  payments: 'Money and private data',
  secure_data: 'Money and private data',
  support: 'Support and email',
  mail: 'Support and email',
  audit: 'The portal itself',
  settings: 'The portal itself',
  contractors: 'The portal itself',
  jobs: 'The portal itself',
  health: 'The portal itself',
} as const satisfies Record<Noun, string>;

export type PermissionArea = (typeof areas)[Noun];

/** Some permissions by area, both in the order in which `permissions` names them. */
export function byArea(codes: readonly Permission[]): [PermissionArea, Permission[]][] {
  const held = permissionCodes.filter((code) => codes.includes(code));
  return [...Map.groupBy(held, (code) => areas[code.slice(0, code.indexOf('.')) as Noun])];
}

/** “You need a role that lets you do this: see memberships. Ask an administrator to assign one to you.” */
export function roleNeededFor(permission: Permission): string {
  const [first = '', ...rest] = permissions[permission];
  return `You need a role that lets you do this: ${first.toLowerCase()}${rest.join('')}. Ask an administrator to assign one to you.`;
}

export const setRolePermissionsInput = z.object({
  roleCode,
  permissions: z.array(z.enum(permissionCodes)).check(z.maxLength(permissionCodes.length)),
  reason: manyLines(1000),
});
