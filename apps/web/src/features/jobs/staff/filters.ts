export const jobTabs = ['failed', 'waiting', 'running', 'done'] as const;

export type JobTab = (typeof jobTabs)[number];

export const readJobTab = (state: unknown): JobTab => jobTabs.find((tab) => tab === state) ?? 'failed';
