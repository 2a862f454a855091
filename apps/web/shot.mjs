import { chromium, devices } from '@playwright/test';

const [, , email, w, scheme, noscript, ...paths] = process.argv;
const b = await chromium.launch({
  executablePath: '/usr/bin/chromium-headless-shell',
  args: ['--no-sandbox'],
});
const c = await b.newContext({
  viewport: { width: +w, height: w < 600 ? 740 : 800 },
  colorScheme: scheme,
  ...(w < 600 ? { userAgent: devices['Galaxy S9+'].userAgent } : {}),
});
const p = await c.newPage();
const U = 'http://127.0.0.1:38471';
if (email !== '-') {
  await p.goto(U + '/sign-in');
  await p.getByLabel('Email address').fill(email);
  await p.getByLabel('Password', { exact: true }).fill('norcal-demo-only');
  await p.keyboard.press('Enter');
  await p.waitForFunction(() => document.querySelector('h1')?.textContent !== 'Sign in');
  const code = p.getByLabel('Code', { exact: true });
  if (await code.isVisible().catch(() => false)) {
    const o = await (await fetch(U + '/dev/outbox')).text();
    await code.fill(new RegExp(email + '\\D*<strong>(\\d{6})').exec(o)[1]);
    await p.getByRole('button', { name: 'Continue' }).click();
  }
  await p.waitForURL(/home$/);
}
if (noscript === 'paint') await p.route('**/assets/*.js', (r) => r.abort());
for (const path of paths) {
  await p.goto(U + path).catch(() => {});
  await p.waitForTimeout(1200);
  const f = `/tmp/shots/${noscript}-${w}-${scheme}-${path.replace(/\W+/g, '_')}.png`;
  await p.screenshot({ path: f });
  console.log(f, await p.locator('#portal > [inert].contents').count());
}
await b.close();
