import type { Browser, Locator, Page } from '@playwright/test';
import { Secret, TOTP } from 'otpauth';
import { password } from './fixture-people.ts';
import { expect } from './portal-test.ts';

/** An authenticator's code, now or in the next half minute. No code works twice. */
export const codeOf = (secret: string, when: 'now' | 'next') =>
  new TOTP({ secret: Secret.fromBase32(secret.replace(/\s/g, '')) }).generate({
    timestamp: Date.now() + (when === 'next' ? 30_000 : 0),
  });

export async function signIn(page: Page, email: string, words = password): Promise<void> {
  await page.getByLabel('Email address').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(words);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Opens the form of a subject of the settings. */
export async function openSetting(page: Page, button: string): Promise<Locator> {
  await page.getByRole('button', { name: button }).click();
  return page.getByRole('dialog', { name: button });
}

/** Sets up two-step sign-in and returns the secret that the authenticator shares with the portal. */
export async function setUpTwoFactor(page: Page): Promise<string> {
  await page.goto('/settings');
  const section = page.getByRole('region', { name: 'Two-step sign-in' });
  const dialog = await openSetting(page, 'Set up two-step sign-in');
  await dialog.getByLabel('Password').fill(password);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const secret = (await section.getByRole('code').textContent()) ?? '';
  await section.getByLabel('Code').fill(codeOf(secret, 'now'));
  await section.getByRole('button', { name: 'Turn on' }).click();
  await expect(section.getByRole('list', { name: 'Recovery codes' }).getByRole('listitem')).toHaveCount(10);
  return secret;
}

/**
 * Calls a procedure with the page's cookies. Specs whose subject is another one sign in this way; the pages of the sign-in
 * have specs of their own.
 */
async function call<T>(page: Page, procedure: string, input: Record<string, unknown>): Promise<T> {
  const answer = await page.request.post(`/trpc/${procedure}`, { data: input });
  if (!answer.ok()) throw new Error(`${procedure}: ${await answer.text()}`);
  return (await answer.json()).result.data;
}

/** A page in another browser. */
export async function openElsewhere(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  return context.newPage();
}

/**
 * Signs a staff member in for the first time, sets up the second step, and opens one staff page. Returns the
 * authenticator's secret.
 */
export async function signInAsStaff(page: Page, email: string, address: string): Promise<string> {
  await call(page, 'signIn.begin', { email, password });
  const { secret } = await call<{ secret: string }>(page, 'signIn.beginTwoFactor', {
    currentPassword: password,
  });
  await call(page, 'signIn.confirmTwoFactor', { code: codeOf(secret, 'now') });
  await page.goto(address);
  return secret;
}

/** True if the page has a phone's bars instead of the rail. */
export const isNarrow = (page: Page) => (page.viewportSize()?.width ?? 0) < 1024;

/** The link to the notifications in a phone's top bar or in the rail. */
export const bell = (page: Page) => page.getByRole('banner').getByRole('link', { name: /^Notifications/ });

/** Signs a person in and opens a page. */
export async function enter(page: Page, email: string, path = '/home'): Promise<void> {
  await call(page, 'signIn.begin', { email, password });
  await page.goto(path);
  await expect(bell(page)).toBeVisible();
}

/** The button of the account menu. It shows the person's name, or "More" on a phone. */
export const accountButton = (page: Page, firstName: string): Locator =>
  page.getByRole('button', { name: isNarrow(page) ? 'More' : firstName, exact: true });
