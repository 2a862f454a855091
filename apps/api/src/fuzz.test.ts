import { addContractors } from '@namc/db/contractors/factory';
import { checks } from '@namc/db/health/checks';
import { addMember } from '@namc/db/members/factory';
import { addSignedIn } from '@namc/db/sign-in/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { testApp } from './app.fixture.ts';
import type { App } from './app.ts';
import { beginningOf } from './http/read-stream.fixture.ts';
import { appRouter } from './router.ts';

const portal = testDatabase();
const runsEach = Number(process.env.PORTAL_FUZZ_RUNS ?? 40);
/** Longer than any answer takes here, so a hanging call is noticed. */
const hangMs = 20_000;
let app: App;
let cookie = '';

interface Known {
  path: string;
  type: string;
  input: z.ZodType | undefined;
}
const procedures: Known[] = Object.entries(appRouter._def.procedures).map(([path, procedure]) => {
  const { type, inputs } = (procedure as unknown as { _def: { type: string; inputs: z.ZodType[] } })._def;
  return { path, type, input: inputs[0] };
});

/** Acts that end the session or the account that all other calls use. */
const lastActs = new Set(['signIn.signOut', 'accounts.close']);

beforeAll(async () => {
  await addContractors(portal.owner, [{ licenseNumber: '1', businessName: 'ACME ELECTRIC' }]);
  app = testApp({ db: portal.db });
  const userId = await addMember(portal.db, { roles: ['administrator'] });
  await addMember(portal.db, { roles: ['administrator'] });
  cookie = await addSignedIn(portal.db, userId, { hasSecondStep: true });
});

const nasty = fc.constantFrom(
  '',
  ' ',
  '\0',
  'a\0b',
  "'; drop table users; --",
  '" or 1=1 --',
  '$1',
  '%s%n',
  '<script>alert(1)</script>',
  '{{constructor}}',
  '__proto__',
  '\u202egnirts',
  '\ud800',
  '🏗️'.repeat(50),
  'é́́́',
  '-1',
  '1e309',
  'NaN',
  '00000000-0000-0000-0000-000000000000',
  '9999-12-31',
  '2026-02-30',
  '0000-02-29',
  '0000-02-29T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'x'.repeat(5_000),
  'a@b.c',
  '../../etc/passwd',
  '\r\nBcc: all@example.org',
);
/** Realistic values. Without them no input would get past its first field. */
const plausible = fc.constantFrom(
  'ana@example.org',
  'a long enough password',
  'Oakland',
  '94601',
  '415 555 0123',
  '123456',
  '1',
  'support',
  'acme',
  'Because.',
  '2026-12-31',
  'x'.repeat(43),
);
const anything = fc.oneof(
  nasty,
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.array(fc.oneof(nasty, fc.integer()), { maxLength: 5 }),
  fc.dictionary(
    fc.oneof(fc.constantFrom('__proto__', 'constructor', 'toString', 'length'), fc.string()),
    nasty,
    { maxKeys: 3 },
  ),
);

/**
 * Values around a schema's limits: valid ones as far as its JSON Schema can tell, and invalid ones in their place.
 */
function around(schema: z.ZodType | undefined): fc.Arbitrary<unknown> {
  if (!schema) return anything;
  return fromJson(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json);
}

interface Json {
  type?: string;
  properties?: Record<string, Json>;
  items?: Json;
  enum?: unknown[];
  anyOf?: Json[];
  allOf?: Json[];
  format?: string;
  pattern?: string;
}

function fromJson(json: Json): fc.Arbitrary<unknown> {
  const right = ((): fc.Arbitrary<unknown> => {
    if (json.enum) return fc.constantFrom(...json.enum);
    if (json.anyOf) return fc.oneof(...json.anyOf.map(fromJson));
    if (json.allOf?.[0]) return fromJson({ ...json.allOf[0], ...json, allOf: undefined as never });
    if (json.type === 'object') {
      const shape = Object.fromEntries(
        Object.entries(json.properties ?? {}).map(([name, one]) => [name, fromJson(one)]),
      );
      return fc.oneof(
        { weight: 5, arbitrary: fc.record(shape) },
        { weight: 1, arbitrary: fc.record(shape, { requiredKeys: [] }) },
      );
    }
    if (json.type === 'array') return fc.array(fromJson(json.items ?? {}), { maxLength: 4 });
    if (json.type === 'boolean') return fc.boolean();
    if (json.pattern) return fc.oneof(fc.stringMatching(new RegExp(json.pattern)), plausible);
    if (json.type === 'integer' || json.type === 'number')
      return fc.oneof(
        { weight: 8, arbitrary: fc.integer({ min: 1, max: 50 }) },
        { weight: 1, arbitrary: fc.double() },
      );
    if (json.format === 'uuid') return fc.uuid();
    return fc.oneof(
      { weight: 5, arbitrary: plausible },
      { weight: 2, arbitrary: nasty },
      { weight: 1, arbitrary: fc.string({ maxLength: 30 }) },
    );
  })();
  return fc.oneof({ weight: 25, arbitrary: right }, { weight: 1, arbitrary: anything });
}

async function ask({ path, type }: Known, input: unknown): Promise<{ status: number; text: string }> {
  const text = JSON.stringify(input) ?? 'null';
  const headers = { 'Content-Type': 'application/json', Cookie: lastActs.has(path) ? '' : cookie };
  const answer = await app.request(
    type === 'mutation' ? `/trpc/${path}` : `/trpc/${path}?input=${encodeURIComponent(text.toWellFormed())}`,
    type === 'mutation' ? { method: 'POST', headers, body: text } : { headers },
  );
  if (type === 'subscription') return beginningOf(answer);
  return { status: answer.status, text: await answer.text() };
}

/** The data that a refused input must not change. */
const fingerprint = async () =>
  (
    await portal.owner`
      select (select count(*) from users) as users, (select count(*) from membership_applications) as applications,
             (select count(*) from user_roles) as roles, (select count(*) from role_permissions) as permissions,
             (select count(*) from admin_actions) as actions, (select count(*) from mails) as mails`
  )[0];

/** The health of the database tells what a person may run by hand. Any other SQL is a leak. */
const withoutFixes = (text: string): string =>
  checks.reduce((left, { fix }) => (fix ? left.replaceAll(JSON.stringify(fix.sql), '') : left), text);

it.for(procedures)(
  '$path answers any input without a server error, and a refused input changes nothing',
  { timeout: 120_000 },
  async (procedure) => {
    await fc.assert(
      fc.asyncProperty(around(procedure.input), async (input) => {
        const before = procedure.type === 'mutation' ? await fingerprint() : undefined;
        const late = new Promise<never>((_, reject) =>
          setTimeout(() => reject(new Error('It hangs.')), hangMs).unref(),
        );
        const { status, text } = await Promise.race([ask(procedure, input), late]);
        expect(status, text).toBeLessThan(500);
        expect(withoutFixes(text)).not.toMatch(
          /\bat .*\.ts:\d+|node_modules|select .* from |insert into|PostgresError/i,
        );
        if (before && status >= 400) expect(await fingerprint()).toEqual(before);
      }),
      { numRuns: runsEach },
    );
  },
);
