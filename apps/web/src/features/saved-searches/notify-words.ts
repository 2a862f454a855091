import type { NotifyTime } from '@namc/inputs/saved-searches';

export const notifyChoices: { value: NotifyTime; label: string }[] = [
  { value: 'AT_ONCE', label: 'After each new file' },
  { value: 'WEEKLY', label: 'Once a week' },
  { value: 'OFF', label: 'Never' },
];
