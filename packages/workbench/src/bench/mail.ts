/**
 * `npm run bench mail -- [--letters 2000]`: mails a second to a mail server on this machine, and how long a link that
 * somebody waits for takes while all the others wait.
 */
import { parseArgs } from 'node:util';
import { makeMailSender } from '@namc/api/mail/jobs';
import { openDatabase, systemActor } from '@namc/db';
import { freePort } from '@namc/db/free-port';
import { sendLetter } from '@namc/db/mail/commands';
import { addMember } from '@namc/db/members/factory';
import { queueNames } from '@namc/db/queue/queues';
import { startWorker, type WorkerOptions } from '@namc/db/queue/worker';
import { startTopology } from '@namc/db/testing/test-topology';
import { SMTPServer } from 'smtp-server';

const { values } = parseArgs({ options: { letters: { type: 'string', default: '2000' } } });
const letters = Number(values.letters);
const system = systemActor('bench');
const origin = 'https://portal.example.org';
const arrived: { to: string; at: number }[] = [];
let onArrival = () => {};

const port = await freePort();
const smtp = new SMTPServer({
  disabledCommands: ['AUTH', 'STARTTLS'],
  onData: (stream, session, done) => {
    stream.resume();
    stream.once('end', () => {
      arrived.push({ to: session.envelope.rcptTo[0]?.address ?? '', at: performance.now() });
      done();
      onArrival();
    });
  },
});
await new Promise<void>((listening) => smtp.listen(port, '127.0.0.1', () => listening()));
const topology = await startTopology({ replicas: 0 });
try {
  const urls = topology.directLogins(0);
  const db = openDatabase({
    ...urls,
    systemUrl: topology.directUrl(0, 'portal_worker'),
    maxConnections: 16,
  });
  const people: string[] = [];
  for (let one = 0; one < 20; one += 1) people.push(await addMember(db));
  await db.write(system, async ({ sql }) => {
    await sql`
      select queue_mail(person, person || '@example.org', 'application-again', 'You already have an account',
        ${JSON.stringify({ origin })}::text::jsonb, 0)
      from unnest(${people}::uuid[]) person, generate_series(1, ${letters / people.length}::int)`;
  });
  const sender = makeMailSender({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'portal@example.org' });
  const idle = async () => undefined;
  const handlers = Object.fromEntries(
    queueNames.map((name) => [name, idle]),
  ) as unknown as WorkerOptions['handlers'];
  handlers['send-mail'] = (payload) => sender.send(db, payload);
  const waiter = await addMember(db);
  const email = `${waiter}@example.org`;
  let asked = 0;
  let ahead = 0;
  const isOver = new Promise<void>((resolve) => {
    onArrival = () => {
      if (arrived.length === Math.floor(letters / 2)) {
        ahead = arrived.length;
        asked = performance.now();
        void db.write(system, (tx) =>
          sendLetter(tx, { userId: waiter, email }, 'reset-password', { origin }),
        );
      }
      if (arrived.length > letters) resolve();
    };
  });
  const worker = await startWorker({ db, handlers, onError: (error) => console.error(error) });
  await isOver;
  const [first, last] = [arrived[0], arrived.at(-1)];
  const seconds = ((last?.at ?? 0) - (first?.at ?? 0)) / 1000;
  console.log(
    `${arrived.length} mails in ${seconds.toFixed(1)} s: ${((arrived.length - 1) / seconds).toFixed(0)} a second`,
  );
  const place = arrived.findIndex(({ to }) => to === email);
  const waited = (arrived[place]?.at ?? 0) - asked;
  console.log(
    `a reset link, asked for while ${letters - ahead} others waited: sent after ${waited.toFixed(0)} ms, ${place - ahead} mails before it`,
  );
  await worker.stop(5_000);
  sender.close();
  await db.close();
} finally {
  await topology.remove();
  await new Promise<void>((closed) => smtp.close(() => closed()));
}
