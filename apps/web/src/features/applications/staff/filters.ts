export const applicationTabs = ['SUBMITTED', 'QUESTION', 'UNVERIFIED', 'APPROVED', 'DECLINED'] as const;

export type ApplicationTab = (typeof applicationTabs)[number];

export const readApplicationTab = (status: unknown): ApplicationTab =>
  applicationTabs.find((tab) => tab === status) ?? 'SUBMITTED';
