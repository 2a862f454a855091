import { type Actor, visitor } from '@namc/db';
import { addContractors } from '@namc/db/testing/contractor-factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { TRPCError } from '@trpc/server';
import { pino } from 'pino';
import { beforeAll, expect, it } from 'vitest';
import { appRouter } from './router.ts';
import { createCaller } from './trpc.ts';

const portal = testDatabase();

const identities = {
  visitor,
  member: { kind: 'member', userId: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a' },
  staff: { kind: 'staff', userId: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1b' },
} as const satisfies Record<string, Actor>;

/** Each procedure with an input that it takes, and who gets an answer. A procedure without a row fails the test. */
const matrix: Record<string, { input: unknown; allowed: (keyof typeof identities)[] }> = {
  'contractors.search': { input: { q: 'acme' }, allowed: ['visitor', 'member', 'staff'] },
  'contractors.count': { input: { q: 'acme' }, allowed: ['visitor', 'member', 'staff'] },
  'contractors.map': {
    input: { q: 'acme', bounds: [-125, 32, -114, 42], zoom: 6 },
    allowed: ['visitor', 'member', 'staff'],
  },
  'contractors.license': { input: { licenseNumber: '1' }, allowed: ['visitor', 'member', 'staff'] },
  'contractors.neighbors': { input: { licenseNumber: '1' }, allowed: ['visitor', 'member', 'staff'] },
  'contractors.counties': { input: undefined, allowed: ['visitor', 'member', 'staff'] },
  'contractors.snapshot': { input: undefined, allowed: ['visitor', 'member', 'staff'] },
};

beforeAll(() => addContractors(portal.owner, [{ licenseNumber: '1', businessName: 'ACME ELECTRIC' }]));

it('every procedure has its row', () => {
  expect(Object.keys(matrix).sort()).toEqual(Object.keys(appRouter._def.procedures).sort());
});

it.each(
  Object.entries(matrix).flatMap(([path, row]) =>
    Object.keys(identities).map((name) => ({ path, name: name as keyof typeof identities, ...row })),
  ),
)('$path answers $name as it should', async ({ path, name, input, allowed }) => {
  const caller = createCaller(appRouter)({
    db: portal.db,
    actor: identities[name],
    logger: pino({ level: 'silent' }),
    requestId: 'test',
  });
  const [noun, procedure] = path.split('.') as ['contractors', 'search'];
  const answer = (caller[noun][procedure] as (input: unknown) => Promise<unknown>)(input);
  if (allowed.includes(name)) await expect(answer).resolves.toBeDefined();
  else await expect(answer).rejects.toThrow(TRPCError);
});
