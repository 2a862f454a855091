import type { App } from '@namc/api/app';
import { type Database, systemActor } from '@namc/db';
import { addMember } from '@namc/db/members/factory';
import { latenciesOf } from '../measure/latencies.ts';

const system = systemActor('bench');

/** The questions that a stranger may ask about an address, as a procedure and its input. */
const acts: Record<string, (email: string) => [procedure: string, input: object]> = {
  'sign-in, wrong password': (email) => ['signIn.begin', { email, password: 'not the password' }],
  'a new password': (email) => ['signIn.requestPasswordReset', { email }],
  'the confirmation again': (email) => ['accounts.resendConfirmation', { email }],
  'an application': (email) => [
    'applications.submit',
    { company: 'Acme', tierCode: 'REGULAR', firstName: 'Ana', lastName: 'Reyes', email },
  ],
};

/**
 * The z of the Mann–Whitney test, by the normal approximation: how many standard deviations the rank sum of `a` lies
 * from what two samples of one distribution would give. Times to the nanosecond have no ties worth a correction.
 */
export function mannWhitneyZ(a: number[], b: number[]): number {
  const ranked = [
    ...a.map((value) => ({ value, own: true })),
    ...b.map((value) => ({ value, own: false })),
  ].sort((one, other) => one.value - other.value);
  const rankSum = ranked.reduce((sum, { own }, at) => sum + (own ? at + 1 : 0), 0);
  const u = rankSum - (a.length * (a.length + 1)) / 2;
  return (u - (a.length * b.length) / 2) / Math.sqrt((a.length * b.length * (a.length + b.length + 1)) / 12);
}

/**
 * Compares the times for addresses with and without an account: of each act, and of the request that is sent right after
 * its answer, while the work behind the answer runs. They come in random order, each
 * once. Every request comes from a network of its own, so that no limit counts. Prints a line for each; the figures
 * tell nothing while |z| < 4.
 */
export async function compareAddresses(
  app: App,
  db: Database,
  { samples, passwordHash }: { samples: number; passwordHash: string },
): Promise<void> {
  const known: string[] = [];
  for (let one = 0; one < samples; one += 1) {
    const userId = await addMember(db);
    known.push(`${userId}@example.org`);
    await db.write(
      system,
      ({ sql }) =>
        sql`insert into user_credentials (user_id, password_hash) values (${userId}, ${passwordHash})`,
    );
  }
  let network = 0;
  const timed = async (path: string, init: RequestInit) => {
    network += 1;
    const headers = {
      'Content-Type': 'application/json',
      'X-Forwarded-For': `10.${(network >> 16) & 255}.${(network >> 8) & 255}.${network & 255}`,
    };
    const began = performance.now();
    const answer = await app.request(path, { ...init, headers });
    await answer.text();
    const took = performance.now() - began;
    if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}.`);
    return took;
  };
  console.log(
    `\n${samples} addresses with an account, ${samples} without: p50 in ms, and z of the difference`,
  );
  for (const [name, act] of Object.entries(acts)) {
    const answers = { with: [] as number[], without: [] as number[] };
    const next = { with: [] as number[], without: [] as number[] };
    const asked = known
      .flatMap((email) => [
        { email, group: 'with' as const },
        { email: `nobody.${email}`, group: 'without' as const },
      ])
      .map((one) => ({ ...one, order: Math.random() }))
      .sort((one, other) => one.order - other.order);
    for (const { email, group } of asked) {
      const [procedure, input] = act(email);
      answers[group].push(await timed(`/trpc/${procedure}`, { method: 'POST', body: JSON.stringify(input) }));
      next[group].push(await timed('/trpc/contractors.listCountyCounts', { method: 'GET' }));
      // The work behind the answer is over before the next address.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    for (const [what, times] of [
      [name, answers],
      ['  the request after it', next],
    ] as const) {
      const p50 = (group: number[]) => latenciesOf(group, 1).p50.toFixed(2).padStart(7);
      const z = mannWhitneyZ(times.with, times.without).toFixed(1).padStart(6);
      console.log(`${what.padEnd(26)} ${p50(times.with)} ${p50(times.without)}  z ${z}`);
    }
  }
}
