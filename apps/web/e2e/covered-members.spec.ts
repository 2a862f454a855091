import { dayWords } from '@namc/inputs/day-words';
import type { Browser, Page } from '@playwright/test';
import { asOwner } from './as-owner.ts';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

const today = () => new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' }).format(new Date());
const inDays = (days: number) =>
  new Date(Date.parse(`${today()}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

const standing = (page: Page) => page.getByRole('region', { name: 'Standing' });

/** Gives a member a term that covers the company’s people. Nobody can choose its tier, so that other specs don’t see it. */
const cover = (email: string) =>
  asOwner(async (owner) => {
    await owner`
      insert into membership_tiers (code, name, description, member_type, annual_dues_cents, covers_people, is_offered, is_joinable)
      values ('CREW', 'Crew', 'For firms and their people', 'REGULAR', 90000, true, false, false) on conflict do nothing`;
    await owner`update memberships set tier_code = 'CREW' where user_id = (select id from users where email = ${email})`;
  });

/** A lapsed member takes the invitation of an owner whose term covers the company. */
async function joinFirm(
  page: Page,
  browser: Browser,
  baseURL: string | undefined,
  { owner, colleague }: { owner: string; colleague: string },
): Promise<Page> {
  await cover(owner);
  await enter(page, owner, '/membership');
  await expect(standing(page)).toContainText(
    'It covers everyone in your company, without dues of their own.',
  );
  await page.goto('/company');
  const invite = await openSetting(page, 'Invite a colleague');
  await invite.getByLabel('Email address').fill(colleague);
  await invite.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByRole('list', { name: 'Invitations' })).toContainText(colleague);

  const other = await openElsewhere(browser, baseURL);
  await enter(other, colleague, '/membership');
  await expect(standing(other).getByText('Lapsed', { exact: true })).toBeVisible();
  await other.goto('/projects/new');
  await expect(other.getByText('Your membership has lapsed. You can post projects again')).toBeVisible();
  await other.goto('/company');
  const offer = other.getByRole('region', { name: 'Invitation from Specs' });
  await offer.getByRole('button', { name: 'Accept' }).click();
  await expect(offer).toHaveCount(0);
  return other;
}

test('a colleague of a firm whose membership covers its people is a member at once, posts a project, and is none after leaving', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const [owner, colleague] = ['coveringowner', 'coveredpainter'].map((role) => staff(role, project.name)) as [
    string,
    string,
  ];
  const other = await joinFirm(page, browser, baseURL, { owner, colleague });
  await other.goto('/membership');
  await expect(standing(other)).toContainText('Crew');
  await expect(standing(other).getByText('Active', { exact: true })).toBeVisible();
  await expect(standing(other)).toContainText(
    `The membership of a colleague at Specs covers you, through ${dayWords(inDays(200))} as things stand. You have no dues to pay.`,
  );
  await expect(other.getByRole('region', { name: 'How to renew' })).toHaveCount(0);
  expect(await accessibilityProblems(other)).toEqual([]);
  await other.goto('/membership/pay');
  await expect(other.getByText('The membership of a colleague at Specs covers you.')).toBeVisible();

  await other.goto('/projects');
  await other.getByRole('link', { name: 'Post a project' }).click();
  await other.getByLabel('Title').fill(`Repaint of a ${project.name}`);
  await other.getByRole('button', { name: 'Begin a draft' }).click();
  await expect(other).toHaveURL(/\/projects\/[0-9a-f-]+\/edit$/);

  await other.goto('/company');
  const companies = other.getByRole('navigation', { name: 'Your companies' });
  await companies.getByRole('link').nth(1).click();
  await other.getByRole('button', { name: 'Leave this company…' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  await expect(companies).toHaveCount(0);
  await other.goto('/membership');
  await expect(standing(other).getByText('Lapsed', { exact: true })).toBeVisible();
  await expect(standing(other)).toContainText(`Your membership ended on ${dayWords(inDays(-45))}.`);
  await expect(other.getByRole('list', { name: 'Not now' })).toContainText('post projects');
  await other.goto('/projects');
  await expect(other.getByText('Your membership has lapsed. You can post projects again')).toBeVisible();
  await expect(other.getByRole('link', { name: 'Post a project' })).toHaveCount(0);
  await other.goto('/projects/new');
  await expect(other.getByText('Your membership has lapsed. You can post projects again')).toBeVisible();
  await expect(other.getByRole('button', { name: 'Begin a draft' })).toHaveCount(0);
  // The draft stays the person’s own.
  await expect(other.getByRole('list', { name: 'Your projects' })).toContainText(
    `Repaint of a ${project.name}`,
  );
});

test('a covered colleague keeps everything in the grace of the firm’s membership, and lapses with it', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const [owner, colleague] = ['coveringlapser', 'coveredroofer'].map((role) => staff(role, project.name)) as [
    string,
    string,
  ];
  const other = await joinFirm(page, browser, baseURL, { owner, colleague });
  const moveTerm = (days: number) =>
    asOwner(
      (sql) => sql`
      update memberships set starts_on = starts_on + ${days}::int, ends_on = ends_on + ${days}::int
      where user_id = (select id from users where email = ${owner})`,
    );
  await moveTerm(-210);
  await other.goto('/membership');
  await expect(standing(other)).toContainText('Ended, can still be renewed');
  await expect(standing(other)).toContainText(`covers you, through ${dayWords(inDays(20))} as things stand.`);
  await other.goto('/projects/new');
  await expect(other.getByRole('button', { name: 'Begin a draft' })).toBeVisible();

  await moveTerm(-30);
  await other.goto('/membership');
  await expect(standing(other).getByText('Lapsed', { exact: true })).toBeVisible();
  await other.goto('/projects/new');
  await expect(other.getByText('Your membership has lapsed. You can post projects again')).toBeVisible();
  // The owner’s own membership has lapsed too.
  await page.goto('/membership');
  await expect(standing(page).getByText('Lapsed', { exact: true })).toBeVisible();
});
