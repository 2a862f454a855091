import { connect } from '@namc/db/testing/direct-client';
import { staff } from './fixture-people.ts';
import { enter } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

/** The key in the letters of a member about a search or a project. */
async function keyOf(table: 'saved_searches' | 'project_follows', email: string): Promise<string> {
  const owner = connect(process.env.PORTAL_OWNER_URL ?? '', { max: 1, applicationName: 'portal e2e' });
  try {
    const [row] = await owner<{ key: string }[]>`
      select unsubscribe_key as key from ${owner(table)} where user_id = (select id from users where email = ${email})`;
    return row?.key ?? '';
  } finally {
    await owner.end();
  }
}

const stopping = { name: 'Stop these emails' };

test('somebody who is signed out sees what stops and what still comes, stops it, and brings it back', async ({
  page,
}, { project }) => {
  const search = await keyOf('saved_searches', staff('letterstopper', project.name));
  await page.goto(`/stop-emails#${search}`);
  const main = page.getByRole('main');
  await expect(main).toContainText('gets emails about new results of your search “Carillons”');
  await expect(main).toContainText('Your other searches keep their emails.');
  await expect(main).toContainText('The link is for this address alone.');
  await expect(main).not.toContainText('signed in here');
  await expect(page).toHaveURL(/\/stop-emails$/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', stopping).dblclick();
  await expect(page.getByText('gets no more emails about new results')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  // A link that was used says so, and offers to undo it.
  await page.reload();
  await expect(page.getByText('gets no more emails about new results')).toBeVisible();
  await page.getByRole('button', { name: 'Get them again, once a day' }).click();
  await expect(page.getByRole('button', stopping)).toBeVisible();
  await page.getByRole('button', stopping).click();
  await page.getByRole('button', { name: 'Get them again', exact: true }).click();
  await enter(page, staff('letterstopper', project.name), '/saved');
  await expect(page.getByLabel('Email me about new results of Carillons')).toHaveValue('DAILY');
});

test('the link of another person works for that person alone, and stops nothing twice', async ({ page }, {
  project,
}) => {
  const follow = await keyOf('project_follows', staff('letterstopper', project.name));
  await enter(page, staff('settled', project.name), `/stop-emails#${follow}`);
  await expect(page.getByRole('main')).toContainText('not for the account that is signed in here');
  await page.getByRole('button', stopping).click();
  await expect(
    page.getByText(`gets no more emails about the project “Carillon of ${project.name}”`),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Open the project to follow it again' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Carillon of ${project.name}`);
  await page.goBack();
  await expect(page.getByText('There is nothing left to stop')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a link that was cut, and one that stands for nothing, say so', async ({ page }) => {
  await page.goto('/stop-emails#abc');
  await expect(page.getByText('This link doesn’t work')).toBeVisible();
  await page.goto('/stop-emails#00000000-0000-4000-8000-000000000000');
  await expect(page.getByText('There is nothing left to stop')).toBeVisible();
  await expect(page.getByRole('button', stopping)).toHaveCount(0);
});
