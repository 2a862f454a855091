import type { NotifyTime } from '@namc/inputs/saved-searches';

export interface NotifyChoice {
  value: NotifyTime;
  label: string;
}

/** The times for searches for contractors. */
export const notifyChoices: NotifyChoice[] = [
  { value: 'AT_ONCE', label: 'After each new file' },
  { value: 'WEEKLY', label: 'Once a week' },
  { value: 'OFF', label: 'Never' },
];

export const projectNotifyChoices: NotifyChoice[] = [
  { value: 'AT_ONCE', label: 'At once' },
  { value: 'DAILY', label: 'Once a day' },
  { value: 'WEEKLY', label: 'Once a week' },
  { value: 'OFF', label: 'Never' },
];
