import { auditFilters } from '@namc/inputs/audit';
import { z } from 'zod/mini';
import { readLeniently } from '../../../lib/lenient.ts';

const search = z.object({
  kind: z._default(z.enum(['actions', 'changes']), 'actions'),
  ...auditFilters.shape,
});

export type AuditFilters = z.output<typeof search>;

export function readAuditFilters(given: object): AuditFilters {
  const read = readLeniently(search, given);
  const { kind, from, to, requestId, at } = read;
  return {
    ...read,
    // Only staff actions have a name.
    action: kind === 'actions' ? read.action : undefined,
    to: from && to && to < from ? undefined : to,
    // A request is looked up around its time, so one is useless without the other.
    requestId: at && requestId,
    at: requestId && at,
  };
}
