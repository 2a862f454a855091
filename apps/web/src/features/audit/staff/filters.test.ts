import { describe, expect, it } from 'vitest';
import { readAuditFilters } from './filters.ts';

const userId = '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a';
/** Reads an address and leaves out the filters that are not set. */
const read = (search: object) =>
  Object.fromEntries(Object.entries(readAuditFilters(search)).filter(([, value]) => value !== undefined));

describe('the address of the audit trail', () => {
  it('keeps every valid filter', () => {
    const filters = {
      kind: 'actions',
      userId,
      targetUserId: userId,
      action: 'roles.grant',
      tableName: 'user_roles',
      rowId: 'support',
      from: '2026-01-31',
      to: '2026-02-28',
      requestId: 'req-7',
      at: '2026-02-01T08:00:00.000Z',
    };
    expect(read(filters)).toEqual(filters);
  });

  it('drops only the invalid filters', () => {
    expect(
      read({
        kind: 'nonsense',
        userId: 'ana',
        from: '2026-02-30',
        to: 'soon',
        action: ' ',
        rowId: ['1'],
        tableName: 'users',
      }),
    ).toEqual({ kind: 'actions', tableName: 'users' });
  });

  it('drops a last day before the first, an action among data changes, and a request without its time', () => {
    expect(read({ from: '2026-02-02', to: '2026-02-01' })).toEqual({ kind: 'actions', from: '2026-02-02' });
    expect(read({ kind: 'changes', action: 'roles.grant' })).toEqual({ kind: 'changes' });
    expect(read({ requestId: 'req-7' })).toEqual({ kind: 'actions' });
    expect(read({ requestId: 'req-7', at: 'never' })).toEqual({ kind: 'actions' });
  });
});
