import type { Actor } from '@namc/db';
import { testMailboxes } from '@namc/db/accounts/factory';
import { hashSecret } from '@namc/db/hash-secret';
import { addMember } from '@namc/db/members/factory';
import { requestPasswordReset, setPassword } from '@namc/db/sign-in/commands/password';
import { endMemberTwoFactor } from '@namc/db/sign-in/commands/two-factor';
import type { TestDatabase } from '@namc/db/testing/test-database';
import type { App } from '../app.ts';
import { codeAt } from '../sign-in/authenticator.ts';
import { type Browser, openBrowser } from '../sign-in/browser.fixture.ts';
import { hashPassword } from '../sign-in/passwords.ts';

const system: Actor = { kind: 'system', name: 'test' };
const origin = 'https://portal.example.org';

/** The thief’s browsers, links, passwords and secrets. */
interface Loot {
  /** Browsers with a session, or with a sign-in that lacks its second step. */
  browsers: Browser[];
  /** Tokens of links that were mailed to the thief. */
  links: string[];
  passwords: Set<string>;
  /** Secrets of authenticators that the thief set up. */
  secrets: string[];
}

export interface Process {
  app: App;
  restart: () => void;
}

/** One account, its owner with the mailbox of its address, and a thief who learns and leaves things. */
export interface World {
  portal: TestDatabase;
  processes: Process[];
  /** The mail that the worker has sent. */
  mailboxes: ReturnType<typeof testMailboxes>;
  /** The process that each of them talks to. */
  apps: { owners: App; thiefs: App };
  userId: string;
  email: string;
  manager: string;
  password: string;
  /** The owner's authenticator. */
  secret: string | undefined;
  owner: Browser;
  thief: Loot;
  /** Makes what people type up anew. */
  count: number;
}

let worlds = 0;

export async function openWorld(portal: TestDatabase, processes: [Process, Process]): Promise<World> {
  worlds += 1;
  const apps = { owners: processes[0].app, thiefs: processes[1].app };
  const userId = await addMember(portal.db);
  const manager = await addMember(portal.db, { roles: ['membership_manager'] });
  const password = `the owner’s own words ${worlds}`;
  const passwordHash = await hashPassword(password);
  await portal.db.write(system, (tx) => setPassword(tx, { userId, passwordHash, portal: origin }));
  return {
    portal,
    processes,
    mailboxes: testMailboxes(() => portal.db),
    apps,
    userId,
    email: `${userId}@example.org`,
    manager,
    password,
    secret: undefined,
    owner: openBrowser(apps.owners),
    thief: { browsers: [], links: [], passwords: new Set(), secrets: [] },
    count: 0,
  };
}

const linkIn = /\/(?:confirm|verify|reset|cancel-change)#([\w-]+)/;

/** The tokens mailed to an address in letters of one kind, the newest first. */
async function mailed({ mailboxes }: World, address: string, kind: string): Promise<string[]> {
  const mail = await mailboxes.of(address);
  return mail
    .filter(({ text }) => text.includes(`/${kind}#`))
    .flatMap(({ text }) => linkIn.exec(text)?.[1] ?? []);
}

const outcomeOf = ({ data }: { data: unknown }) => (data as { outcome?: string } | undefined)?.outcome;
const isIn = async (browser: Browser) => (await browser.ask('accounts.findMe')).data !== null;

/** Codes of an authenticator work once in half a minute, and these acts take less. */
async function freshCode({ portal, userId }: World, secret: string): Promise<string> {
  await portal.owner`update two_factor_secrets set last_used_step = null where user_id = ${userId}`;
  return codeAt(secret);
}

const nextWords = (world: World, whose: string) => {
  world.count += 1;
  return `${whose} long words number ${world.count}`;
};

/** Signs the owner in, with the help of staff if somebody else's second step is on. False without the password. */
async function ownerSignsIn(world: World): Promise<boolean> {
  const { owner, portal, userId, email, password } = world;
  const give = () => owner.tell('signIn.begin', { email, password });
  let outcome = outcomeOf(await give());
  if (outcome === 'second-factor' && world.secret) {
    const code = await freshCode(world, world.secret);
    outcome = outcomeOf(await owner.tell('signIn.giveSecondFactor', { code }));
    if (outcome === 'in') return true;
    outcome = outcomeOf(await give());
  }
  if (outcome === 'second-factor') {
    await portal.db.write({ kind: 'staff', userId: world.manager }, (tx) =>
      endMemberTwoFactor(tx, { userId, reason: 'Came by and showed a passport.' }),
    );
    world.secret = undefined;
    outcome = outcomeOf(await give());
  }
  return outcome === 'in';
}

/** Acts with which an owner takes the account back. True if it succeeded. */
export const ownersActs: Record<string, (world: World) => Promise<boolean>> = {
  changesPassword: async (world) => {
    const next = nextWords(world, 'the owner’s');
    const input = { currentPassword: world.password, newPassword: next };
    const { status } = await world.owner.tell('signIn.changePassword', input);
    if (status === 200) world.password = next;
    return status === 200;
  },
  resetsPassword: async (world) => {
    const { portal, email, owner } = world;
    await portal.db.write(system, (tx) => requestPasswordReset(tx, { email, portal: origin }));
    const [token] = await mailed(world, email, 'reset');
    const password = nextWords(world, 'the owner’s');
    const isDone = outcomeOf(await owner.tell('signIn.resetPassword', { token, password })) === 'changed';
    if (isDone) world.password = password;
    return isDone;
  },
  endsOtherSessions: async ({ owner }) => (await owner.tell('signIn.endOtherSessions')).status === 200,
  cancelsChange: async (world) => {
    const { owner, email } = world;
    const [token] = await mailed(world, email, 'cancel-change');
    return outcomeOf(await owner.tell('accounts.cancelEmailChange', { token })) === 'canceled';
  },
  turnsSecondStepOn: async (world) => {
    const { owner } = world;
    const begun = await owner.tell('signIn.beginTwoFactor', { currentPassword: world.password });
    const secret = (begun.data as { secret?: string } | undefined)?.secret;
    if (!secret) return false;
    const { status } = await owner.tell('signIn.confirmTwoFactor', { code: codeAt(secret) });
    if (status === 200) world.secret = secret;
    return status === 200;
  },
  turnsSecondStepOff: async (world) => {
    if (!world.secret) return false;
    const code = await freshCode(world, world.secret);
    const input = { currentPassword: world.password, code };
    const { status } = await world.owner.tell('signIn.endTwoFactor', input);
    if (status === 200) world.secret = undefined;
    return status === 200;
  },
};

/** Acts after which a password that the thief knew is worth nothing. */
export const setsPassword = new Set(['changesPassword', 'resetsPassword']);

const lastOf = <T>(list: Iterable<T>): T | undefined => [...list].at(-1);

/** The thief's newest browser, and a password that may be the account's. */
function holdings({ thief }: World) {
  return { browser: thief.browsers.at(-1), currentPassword: lastOf(thief.passwords) };
}

/** A thief tries everything that leaks. Most of it fails, as it should. */
export const thiefsActs: Record<string, (world: World) => Promise<unknown>> = {
  learnsPassword: async ({ thief, password }) => {
    thief.passwords.delete(password);
    thief.passwords.add(password);
  },
  copiesCookies: async ({ apps, owner, thief }) => {
    const copy = openBrowser(apps.thiefs);
    for (const [name, value] of owner.cookies) copy.cookies.set(name, value);
    thief.browsers.push(copy);
    // Redis remembers the session now.
    await copy.ask('accounts.findMe');
  },
  signsIn: async ({ apps, thief, email }) => {
    const browser = openBrowser(apps.thiefs);
    const password = lastOf(thief.passwords) ?? 'a guess that is wrong';
    const outcome = outcomeOf(await browser.tell('signIn.begin', { email, password }));
    if (outcome !== 'wrong') thief.browsers.push(browser);
  },
  givesCode: async (world) => {
    const { browser } = holdings(world);
    const secret = world.thief.secrets.at(-1);
    if (browser && secret) {
      await browser.tell('signIn.giveSecondFactor', { code: await freshCode(world, secret) });
    }
  },
  asksForOtherAddress: async (world) => {
    const { browser, currentPassword } = holdings(world);
    const email = `thief.${world.userId}@example.net`;
    await browser?.tell('accounts.changeEmail', { currentPassword, email });
    world.thief.links = await mailed(world, email, 'verify');
  },
  takesOtherAddress: async ({ apps, thief }) => {
    const token = thief.links.at(0);
    if (token) await openBrowser(apps.thiefs).tell('accounts.takeNewAddress', { token });
  },
  turnsSecondStepOn: async (world) => {
    const { browser, currentPassword } = holdings(world);
    const begun = await browser?.tell('signIn.beginTwoFactor', { currentPassword });
    const secret = (begun?.data as { secret?: string } | undefined)?.secret;
    if (!secret) return;
    world.thief.secrets.push(secret);
    await browser?.tell('signIn.confirmTwoFactor', { code: codeAt(secret) });
  },
  changesPassword: async (world) => {
    const { browser, currentPassword } = holdings(world);
    const newPassword = nextWords(world, 'the thief’s');
    const done = await browser?.tell('signIn.changePassword', { currentPassword, newPassword });
    if (done?.status === 200) world.thief.passwords.add(newPassword);
  },
  endsOtherSessions: async (world) => holdings(world).browser?.tell('signIn.endOtherSessions'),
};

/** Acts with which the thief, who knows the password, comes in anew. */
export const comesInAnew = new Set(['signsIn', 'givesCode']);

/** True if the account still has the address of its owner. */
export async function isOwners({ portal, userId, email }: World): Promise<boolean> {
  return (await portal.owner`select from users where id = ${userId} and email_key = ${email}`).length > 0;
}

/** The part of the loot that still works. */
export async function worksStill(world: World, loot: Omit<Loot, 'passwords' | 'secrets'>): Promise<string[]> {
  const works: string[] = [];
  for (const browser of loot.browsers) {
    if (await isIn(browser)) works.push('a session');
    const half = await browser.tell('signIn.giveSecondFactor', { code: '000000' });
    if (outcomeOf(half) !== 'expired') works.push('a sign-in under way');
  }
  for (const token of loot.links) {
    const taken = await openBrowser(world.apps.thiefs).tell('accounts.takeNewAddress', { token });
    if (outcomeOf(taken) === 'changed') works.push('the link of a change');
  }
  const current = await world.portal.owner`
    select from sessions s join users u on u.id = user_id
    where user_id = ${world.userId} and s.security_version = u.security_version
      and token_hash = any (${loot.browsers.map(({ cookies }) => hashSecret(cookies.get('portal_session') ?? ''))})`;
  if (current.length > 0) works.push('a session in the database');
  if (!(await isOwners(world))) works.push('the address');
  return works;
}

/** The thief's passwords that still open the account. */
export async function opensWith({ apps, email, thief }: World): Promise<string[]> {
  const opening: string[] = [];
  for (const password of thief.passwords) {
    const done = await openBrowser(apps.thiefs).tell('signIn.begin', { email, password });
    if (outcomeOf(done) !== 'wrong') opening.push(password);
  }
  return opening;
}

export { ownerSignsIn };
