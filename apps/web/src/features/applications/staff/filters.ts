import type { ApplicationStatus } from '@namc/inputs/applications';

/** The tabs in the order of the page. A withdrawn application is not shown. */
export const applicationTabs = [
  'SUBMITTED',
  'QUESTION',
  'UNVERIFIED',
  'APPROVED',
  'DECLINED',
] as const satisfies ApplicationStatus[];

export type ApplicationTab = (typeof applicationTabs)[number];

export const readApplicationTab = (status: unknown): ApplicationTab =>
  applicationTabs.find((tab) => tab === status) ?? 'SUBMITTED';

let last: ApplicationTab = 'SUBMITTED';

/** Remembers the list that staff may come back to from an application. */
export function rememberApplicationTab(tab: ApplicationTab): void {
  last = tab;
}

export const lastApplicationTab = (): ApplicationTab => last;
