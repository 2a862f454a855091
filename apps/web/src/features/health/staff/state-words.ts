import type { HealthArea, HealthState } from '@namc/inputs/health';
import type { inferOutput } from '@trpc/tanstack-react-query';
import { CircleCheck, CircleHelp, CircleMinus, CircleX, TriangleAlert } from 'lucide-react';
import type { api } from '../../../lib/api.ts';

export type ShownCheck = inferOutput<typeof api.health.list>[number];

/** A state in a word, with a color and an icon. */
export const stateLooks = {
  ok: { word: 'OK', tone: 'ok', Icon: CircleCheck },
  warn: { word: 'Look at it', tone: 'warn', Icon: TriangleAlert },
  bad: { word: 'Bad', tone: 'bad', Icon: CircleX },
  unknown: { word: 'Unknown', tone: 'info', Icon: CircleHelp },
  'not applicable': { word: 'Does not apply', tone: 'quiet', Icon: CircleMinus },
} as const satisfies Record<HealthState, object>;

export const areaWords: Record<HealthArea, string> = {
  servers: 'Servers and replicas',
  connections: 'Connections and locks',
  tables: 'Tables and indexes',
  safety: 'Safety of data',
  work: 'Background work',
};

/** `lastVacuum` as “last vacuum”, `blockedBy` as “blocked by”. */
export const columnWords = (column: string): string =>
  column.replace(/(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z][a-z])(?=\d)|(?<=\d)(?=[A-Z])/g, ' ').toLowerCase();
