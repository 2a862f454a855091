import { connect } from '@namc/db/testing/direct-client';
import type { Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

const scan = {
  name: 'Certificado №1.pdf',
  mimeType: 'application/pdf',
  buffer: Buffer.from('%PDF-1.4\n%%EOF'),
};
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test('an owner keeps a certification with its scan, staff verify it, and a renewal takes its place', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('certified', project.name), '/company');
  const section = page.getByRole('region', { name: 'Certifications' });
  await expect(section).toContainText('Nothing here yet.');
  const list = section.getByRole('list', { name: 'Certifications of the company' });

  // What the company needs and lacks leads to its form.
  const needs = await openSetting(page, 'Choose what you need');
  await needs.getByRole('checkbox', { name: 'Small Business (SB)' }).check();
  await needs.getByRole('checkbox', { name: 'Insurance' }).check();
  await needs.getByRole('button', { name: 'Save' }).click();
  await expect(list.getByText('Missing')).toHaveCount(2);

  const adding = await openSetting(page, 'Add Small Business (SB)');
  await expect(adding).toContainText('It usually lasts 2 years.');
  await adding.getByRole('button', { name: 'Save' }).click();
  await expect(adding.getByRole('alert')).toContainText('Enter a number');
  await adding.getByLabel('Number').fill('2000001');
  await adding.getByLabel('Last day').fill(inDays(20));
  await adding.getByLabel('Choose a file').setInputFiles(scan);
  await expect(adding.getByText(scan.name)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await adding.getByRole('button', { name: 'Save' }).click();
  const item = list.getByRole('listitem').filter({ hasText: 'Number 2000001' });
  await expect(item).toContainText('Expiring');
  await expect(item).toContainText('Not verified');
  await expect(list.getByText('Missing')).toHaveCount(1);
  const address = (await item.getByRole('link', { name: scan.name }).getAttribute('href')) ?? '';
  const textAt = async (from: Page, at: string) => (await from.request.get(at)).text();
  expect(await textAt(page, address)).toBe(scan.buffer.toString());

  const office = await openElsewhere(browser, baseURL);
  await signInAsStaff(
    office,
    staff('verifier', project.name),
    `/admin/members?q=${encodeURIComponent(staff('certified', project.name))}`,
  );
  await office.getByRole('link', { name: `certified Of ${project.name}` }).click();
  const seen = office.getByRole('region', { name: 'Certifications' });
  await expect(seen).toContainText('Number 2000001');
  const verifying = await openSetting(office, 'Verify Small Business (SB) 2000001');
  await verifying.getByLabel('Reason').fill('In the state’s list today.');
  expect(await accessibilityProblems(office)).toEqual([]);
  await verifying.getByRole('button', { name: 'Verify' }).click();
  await expect(seen).toContainText('In the state’s list today.');
  const forStaff = (await seen.getByRole('link', { name: scan.name }).getAttribute('href')) ?? '';
  expect(await textAt(office, forStaff)).toBe(scan.buffer.toString());
  expect((await page.request.get(forStaff)).status()).toBe(403);
  await office.context().close();

  await page.reload();
  await expect(item.getByText('Verified', { exact: true })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  const changing = await openSetting(page, 'Change Small Business (SB) 2000001');
  await changing.getByLabel('Issued on').fill(inDays(-700));
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(item).toContainText('Not verified');

  const renewing = await openSetting(page, 'Renew Small Business (SB) 2000001');
  await renewing.getByLabel('Last day').fill(inDays(750));
  await renewing.getByRole('button', { name: 'Save' }).click();
  await expect(item).toContainText('Compliant');
  await section.getByText('Earlier ones (1)').click();
  await expect(section.getByRole('list', { name: 'Earlier certifications' })).toContainText('Replaced');

  await section.getByRole('button', { name: 'Remove Small Business (SB) 2000001' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(item).toContainText('Expiring');
  await expect(section.getByText('Earlier ones (1)')).toHaveCount(0);
});

test('the wallet says of each paper in words and with a mark where it stands, and home names what is pressing', async ({
  page,
}, { project }) => {
  const email = staff('walletholder', project.name);
  const owner = connect(process.env.PORTAL_OWNER_URL ?? '', { max: 1, applicationName: 'portal e2e' });
  await owner`
    insert into certifications (company_id, kind, number, expires_on, is_under_re_evaluation)
    select p.company_id, kind, number, (now() at time zone 'America/Los_Angeles')::date + days, kind = 'DBE'
    from users u join company_people p on p.user_id = u.id,
      (values ('SB', '1', 91), ('MBE', '2', 90), ('WBE', '3', 0), ('GO156', '4', -1), ('DBE', '5', null)) held (kind, number, days)
    where u.email = ${email}`.finally(() => owner.end());
  await enter(page, email, '/company');
  const list = page.getByRole('list', { name: 'Certifications of the company' });
  for (const [number, state, day] of [
    ['1', 'Compliant', '(in 91 days)'],
    ['2', 'Expiring', '(in 90 days)'],
    ['3', 'Expiring', '(today)'],
    ['4', 'Expired', 'Ended on'],
    ['5', 'Under re-evaluation', 'No last day'],
  ] as const) {
    const item = list.getByRole('listitem').filter({ hasText: `Number ${number}` });
    const mark = item.getByText(state, { exact: true });
    await expect(mark).toBeVisible();
    // Color is not the only sign.
    await expect(mark.locator('svg')).toHaveCount(1);
    await expect(item).toContainText(day);
  }
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.goto('/home');
  await expect(page.getByRole('main')).toContainText('ended');
});
