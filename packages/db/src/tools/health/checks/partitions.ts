import { listPartitionStatus } from '../../../engine/partitions/partitions.ts';
import { definePortalCheck } from '../check.ts';

export const partitions = definePortalCheck({
  name: 'partitions',
  area: 'tables',
  question: 'Are the partitions of the coming days and months there?',
  unit: 'tables',
  place: 'portal',
  explanation:
    'The audit trail and the measurements are kept in partitions, which a job makes ahead of time each night. A row without a partition makes one by itself, and the write takes longer. When fewer than half of them are left, the job has not run for a while: look at the background jobs.',
  fix: {
    sql: 'select * from ensure_partitions()',
    lock: 'ShareUpdateExclusive on the parent for a moment. portal partitions maintain does the same.',
  },
  statement: listPartitionStatus,
  judge: ([answer]) => {
    const rows = answer?.rows ?? [];
    const short = rows.filter(({ isShort }) => isShort);
    const evidence = rows.map(({ tableName, partitions: all, ahead, wantedAhead, newestEnd }) => ({
      table: tableName,
      partitions: all,
      ahead,
      wantedAhead,
      upTo: newestEnd?.toISOString().slice(0, 10) ?? null,
    }));
    const names = short.map(({ tableName }) => tableName).join(', ');
    const none = rows.some(({ ahead }) => ahead === 0);
    return {
      state: short.length === 0 ? 'ok' : none ? 'bad' : 'warn',
      value: short.length,
      says:
        short.length === 0
          ? 'The partitions of the coming days and months are there.'
          : `Fewer than half of the partitions ahead are left for ${names}.`,
      evidence,
    };
  },
});
