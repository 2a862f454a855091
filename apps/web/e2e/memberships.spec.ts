import { dayWords } from '@namc/inputs/day-words';
import { staff } from './fixture-people.ts';
import { enter, openSetting, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
const inDays = (days: number) =>
  new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

test('a member sees the standing, what comes next and the terms, and gets there from home', async ({ page }, {
  project,
}) => {
  await enter(page, staff('settled', project.name), '/home');
  await page
    .getByRole('region', { name: 'Membership' })
    .getByRole('link', { name: 'See your membership' })
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your membership');
  const standing = page.getByRole('region', { name: 'Standing' });
  await expect(standing).toContainText('Regular');
  await expect(standing).toContainText('Active');
  await expect(standing).toContainText(`You’re a member through ${dayWords(inDays(200))}.`);
  await expect(standing).toContainText('$500 a year');
  await expect(page.getByRole('region', { name: 'What comes next' }).getByRole('listitem')).toContainText([
    dayWords(inDays(110)),
    dayWords(inDays(200)),
    dayWords(inDays(230)),
  ]);
  await expect(page.getByRole('region', { name: 'How to renew' })).toContainText('one to five years');
  await expect(page.getByRole('list', { name: 'Terms' }).getByRole('listitem')).toHaveText([
    `Regular now${dayWords(inDays(-300))} to ${dayWords(inDays(200))}`,
  ]);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a lapsed member and an applicant see what fits them', async ({ page }, { project }) => {
  await enter(page, staff('lapsed', project.name), '/membership');
  const standing = page.getByRole('region', { name: 'Standing' });
  await expect(standing.getByText('Lapsed', { exact: true })).toBeVisible();
  await expect(standing).toContainText(`Your membership ended on ${dayWords(inDays(-45))}.`);
  await expect(page.getByRole('region', { name: 'What comes next' })).toHaveCount(0);
  const works = page.getByRole('region', { name: 'What you can do' });
  await expect(works.getByRole('list', { name: 'You can' })).toContainText('pay your dues and renew');
  await expect(works.getByRole('list', { name: 'Not now' })).toContainText('bid on projects');
  expect(await accessibilityProblems(page)).toEqual([]);
  // The page on which members post says why a lapsed one can't.
  await page.goto('/projects/new');
  await expect(page.getByText('Your membership has lapsed. You can post projects again')).toBeVisible();
  await expect(page.getByRole('link', { name: 'See your membership' })).toBeVisible();
  await page.context().clearCookies();
  await enter(page, staff('applicant', project.name), '/membership');
  await expect(standing).toContainText('You don’t have a membership yet.');
  await standing.getByRole('link', { name: 'See your application' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your application');
});

test('staff renew a membership in its grace: the dialog says the days, and the history has the term', async ({
  page,
}, { project }) => {
  await signInAsStaff(
    page,
    staff('treasurer', project.name),
    `/admin/members?q=${encodeURIComponent(staff('graceful', project.name))}`,
  );
  await page.getByRole('link', { name: `graceful Of ${project.name}` }).click();
  const terms = page.getByRole('region', { name: 'Memberships' }).getByRole('listitem');
  await expect(terms).toHaveText([`Regular over${dayWords(inDays(-300))} to ${dayWords(inDays(-5))}`]);
  await page.getByRole('button', { name: 'Renew the membership…' }).click();
  const renewing = page.getByRole('dialog', { name: /^Renew the membership of graceful/ });
  await expect(renewing).toContainText('Ended, can still be renewed');
  await expect(renewing).toContainText(`The new term: ${dayWords(inDays(-4))} through`);
  await renewing.getByLabel('For how long').selectOption('2 years');
  const year = Number(inDays(-5).slice(0, 4)) + 2;
  await expect(renewing).toContainText(new RegExp(`through \\w+ \\d+, ${year}`));
  expect(await accessibilityProblems(page)).toEqual([]);
  await renewing.getByRole('button', { name: 'Renew', exact: true }).click();
  await expect(renewing.getByRole('alert')).toContainText('Enter a reason');
  await renewing.getByLabel('Reason').fill('Check 1042.');
  await renewing.getByRole('button', { name: 'Renew', exact: true }).click();
  await expect(renewing).toBeHidden();
  await expect(terms).toHaveCount(2);
  await expect(terms.first()).toContainText(`${dayWords(inDays(-4))} to`);
  await page.reload();
  await expect(terms).toHaveCount(2);
});

test('staff change a tier, and the list of tiers shows it', async ({ page }, { project }) => {
  await signInAsStaff(page, staff('bursar', project.name), '/admin/memberships');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Membership tiers');
  const tiers = page.getByRole('list', { name: 'Tiers' });
  await expect(tiers.getByRole('listitem').filter({ hasText: 'Honorary' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  const changing = await openSetting(page, 'Change Corporate');
  await expect(page.getByRole('region', { name: 'What a standing allows' }).first()).toContainText(
    'bid on projects',
  );
  await expect(changing.getByLabel('Dues', { exact: true })).toHaveValue(/^2,500$/);
  await expect(changing.getByLabel('Months')).toHaveValue('12');
  await changing.getByLabel('Dues', { exact: true }).fill('a lot');
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(changing.getByRole('alert')).toContainText('Dues must be an amount');
  await changing.getByLabel('Dues', { exact: true }).fill('2,500');
  const words = `General contractors and owners who hire members, seen on a ${project.name}`;
  await changing.getByLabel('Who it’s for, and what it brings').fill(words);
  expect(await accessibilityProblems(page)).toEqual([]);
  await changing.getByRole('button', { name: 'Save' }).click();
  await expect(changing).toBeHidden();
  await expect(tiers).toContainText(words);
});
