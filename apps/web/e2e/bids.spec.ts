import { readFile } from 'node:fs/promises';
import { staff } from './fixture-people.ts';
import { enter, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';
import { post, postProject } from './posting.ts';

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

// Somebody else's bid is answered with 404.
test.use({ allowedConsole: /Failed to load resource/ });

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');

test('a firm says it is interested, drafts a bid, submits it, revises it and withdraws it, and nobody else reads it', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  // The whole way of a bid takes half a minute on a quiet machine.
  test.setTimeout(120_000);
  const title = `Windmill wiring ${project.name}`;
  const poster = await openElsewhere(browser, baseURL);
  await enter(poster, staff('bidtaker', project.name));
  const projectId = await postProject(poster, title);

  await enter(page, staff('estimator', project.name), `/projects/${projectId}`);
  const interest = page.getByRole('region', { name: 'Interest of Specs' });
  await interest.getByRole('button', { name: 'Interested', exact: true }).click();
  await interest.getByLabel('Your part').selectOption('Subcontractor');
  await interest.getByLabel('Show us on the list of plan holders').check();
  await expect(page.getByRole('list', { name: 'Plan holders' })).toContainText('Subcontractor');
  expect(await accessibilityProblems(page)).toEqual([]);

  await interest.getByRole('link', { name: 'Bid on it' }).click();
  await page.getByRole('button', { name: 'Begin a bid' }).click();
  const form = page.getByRole('form', { name: 'The bid' });
  const line = form.getByRole('status').filter({ hasText: /saved/i });
  await form.getByLabel('Price in dollars').fill('$91,827.50');
  await expect(line).toContainText(/^Saved \d/);
  await form.getByLabel('Cover note').fill('Two crews, four weeks.');
  await form.getByRole('button', { name: 'Add a subcontractor' }).click();
  const sub = form.getByRole('region', { name: 'Subcontractor 1' });
  await sub.getByLabel('Name').fill('Example Hoisting');
  await form.getByLabel('Add files').setInputFiles({
    name: 'bond letter.pdf',
    mimeType: 'application/pdf',
    buffer: pdf,
  });
  await expect(form.getByRole('list', { name: 'Files of the bid' })).toContainText('bond letter.pdf');
  await expect(line).toContainText(/^Saved \d/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.reload();
  await expect(form.getByLabel('Cover note')).toHaveValue('Two crews, four weeks.');

  // A price that may mean another one leads back to its field.
  const price = form.getByLabel('Price in dollars');
  await price.fill('91827,50');
  await form.getByRole('button', { name: 'Check your answers' }).click();
  await expect(price).toBeFocused();
  await expect(form).toContainText('Price in dollars must be an amount such as 500 or 500.50.');
  await price.fill('91,827.50');

  // The portal says what the list of subcontractors lacks.
  await form.getByRole('button', { name: 'Check your answers' }).click();
  const check = page.getByRole('region', { name: 'Check your answers' });
  await expect(check).toContainText('$91,827.50');
  await check.getByRole('button', { name: 'Submit the bid' }).click();
  await expect(check).toContainText('Subcontractor 1 needs a place of business, a license number');
  expect(await accessibilityProblems(page)).toEqual([]);
  await check.getByRole('link', { name: 'Change something' }).click();
  await sub.getByLabel('Place of business').fill('Oakland, CA');
  await sub.getByLabel('License number').fill('123456');
  await sub.getByLabel('Portion of the work').fill('Hoisting');
  await sub.getByLabel('or percent of your price').fill('12.5');
  await form.getByRole('button', { name: 'Check your answers' }).click();
  // An addendum comes while the page is open.
  await expect(check).toContainText('bond letter.pdf');
  await post(poster, 'addenda.send', {
    projectId,
    title: 'Taller tower',
    content: 'Two more meters.',
    fileIds: [],
  });
  await check.getByRole('button', { name: 'Submit the bid' }).click();
  await expect(check).toContainText('Your firm hasn’t acknowledged addendum 1: Taller tower.');
  const addenda = check.getByRole('region', { name: 'Addenda' });
  expect(await accessibilityProblems(page)).toEqual([]);
  await addenda.getByRole('button', { name: 'I have read addendum 1' }).click();
  await expect(addenda).toContainText('Acknowledged on');
  await check.getByRole('button', { name: 'Submit the bid' }).click();

  const main = page.getByRole('main');
  await expect(page).toHaveURL(/\/bids\/[0-9a-f-]{36}$/);
  const bidId = page.url().split('/').at(-1) ?? '';
  await expect(main).toContainText(/Received\s*\w+ \d+, \d{4} at \d+:\d\d:\d\d [AP]M P[SD]T/);
  await expect(main).toContainText(/SHA-256 [0-9a-f]{64}/);
  await expect(main).toContainText('$91,827.50');
  expect(await accessibilityProblems(page)).toEqual([]);

  // The poster finds neither the bid nor a trace of what it says.
  await poster.goto(`/projects/${projectId}`);
  await expect(poster.getByRole('heading', { level: 1 })).toHaveText(title);
  await expect(poster.getByRole('main')).not.toContainText('91,827');
  await poster.goto(`/bids/${bidId}`);
  await expect(poster.getByRole('heading', { level: 1 })).toHaveText('Bid not found');

  await poster.goto(`/projects/${projectId}/bids`);
  await expect(poster.getByRole('main')).toContainText('1 bid so far');
  expect(await accessibilityProblems(poster)).toEqual([]);

  // The earlier bid stands until the revision is in.
  await main.getByRole('link', { name: 'Revise' }).click();
  await form.getByLabel('Price in dollars').fill('90000');
  await form.getByRole('button', { name: 'Check your answers' }).click();
  await check.getByRole('button', { name: 'Submit the revision' }).click();
  await expect(page).not.toHaveURL(new RegExp(bidId));
  await expect(page).toHaveURL(/\/bids\/[0-9a-f-]{36}$/);
  await expect(main).toContainText('$90,000');
  await page.goto(`/bids/${bidId}`);
  await expect(main).toContainText('A revision took its place');
  await main.getByRole('link', { name: 'See the revision' }).click();
  const dialog = await openSetting(page, 'Withdraw the bid');
  await dialog.getByRole('button', { name: 'Withdraw the bid' }).click();
  await expect(main.getByText('Withdrawn', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Your bids' }).click();
  const own = page.getByRole('list', { name: 'Your bids' });
  await expect(own.getByRole('listitem').filter({ hasText: title })).toContainText('Withdrawn');
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a poster compares the opened bids, is told of a tie, asks a bidder, shortlists, and awards with a reason', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('bidtaker', project.name), '/projects/new');
  await page.getByRole('link', { name: `Pump house of ${project.name}` }).click();
  await page.getByRole('link', { name: 'Manage' }).click();
  await page.getByRole('link', { name: '3 bids' }).click();
  const main = page.getByRole('main');
  await expect(main).toContainText('Two or more bids have the lowest price');
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toContainText('$48,500');
  await expect(rows.nth(1)).toContainText('Same price as another bid');
  await expect(rows.nth(3)).toContainText('204% of the middle price');
  expect(await accessibilityProblems(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download all documents' }).click();
  const documents = await download;
  expect(documents.suggestedFilename()).toBe(`Bids on Pump house of ${project.name}.zip`);
  const zipped = (await readFile(await documents.path())).toString();
  expect(zipped).toContain('bidding-log.csv');
  expect(zipped).toContain('"Bid as opened","Pumps 2"');
  const second = page.getByRole('region', { name: 'Bid of Pumps 2' });
  await second.getByRole('button', { name: 'Ask Pumps 2 a question' }).click();
  const asking = page.getByRole('dialog', { name: 'Ask Pumps 2 a question' });
  await asking.getByLabel('Question').fill('Is the crane included?');
  await asking.getByLabel('Answer by').fill('2020-01-31');
  await asking.getByRole('button', { name: 'Send the question' }).click();
  await expect(asking.getByRole('alert')).toContainText('Choose a day that isn’t over.');
  await asking.getByLabel('Answer by').fill('2099-12-31');
  await asking.getByRole('button', { name: 'Send the question' }).click();
  await expect(asking.getByRole('alert')).toContainText('Choose a day within a year.');
  await asking.getByLabel('Answer by').fill(inDays(30));
  expect(await accessibilityProblems(page)).toEqual([]);
  await asking.getByRole('button', { name: 'Send the question' }).click();
  const exchange = second.getByRole('region', { name: 'Questions to Pumps 2' });
  await expect(exchange).toContainText('Is the crane included?');

  const bidder = await openElsewhere(browser, baseURL);
  await enter(bidder, staff('pumps', project.name), '/bids');
  await bidder.getByRole('link', { name: `Receipt for Pump house of ${project.name}` }).click();
  const asked = bidder.getByRole('region', { name: 'Questions about your bid' });
  await asked.getByRole('button', { name: 'Answer the question' }).click();
  const answering = bidder.getByRole('dialog', { name: 'Answer the question' });
  await answering.getByLabel('Answer', { exact: true }).fill('Yes, and its operator.');
  await answering.getByRole('button', { name: 'Send the answer' }).click();
  await expect(asked).toContainText('Yes, and its operator.');
  expect(await accessibilityProblems(bidder)).toEqual([]);
  await page.reload();
  await expect(exchange).toContainText('Yes, and its operator.');
  await second.getByRole('button', { name: 'Shortlist Pumps 2' }).click();
  await expect(second.getByRole('button', { name: 'Take off the short list' })).toBeVisible();
  await second.getByRole('button', { name: 'Award the project to Pumps 2' }).click();
  const dialog = page.getByRole('dialog', { name: 'Award the project to Pumps 2' });
  await dialog.getByRole('button', { name: 'Award the project' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Enter a reason');
  await dialog.getByLabel('Reason').fill('Closer to the site');
  await dialog.getByRole('button', { name: 'Award the project' }).click();
  await expect(second).toContainText('Awarded because: Closer to the site');
  await expect(rows.nth(1)).toContainText(/Awarded|Not awarded/);
  expect(await accessibilityProblems(page)).toEqual([]);
});

test('a draft that the bidding left behind stays readable, and the open page says so', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const title = `Late wiring ${project.name}`;
  const poster = await openElsewhere(browser, baseURL);
  await enter(poster, staff('bidtaker', project.name));
  const projectId = await postProject(poster, title);
  await enter(page, staff('estimator', project.name), `/projects/${projectId}/bid`);
  await page.getByRole('button', { name: 'Begin a bid' }).click();
  const form = page.getByRole('form', { name: 'The bid' });
  await form.getByRole('button', { name: 'Check your answers' }).click();
  const check = page.getByRole('region', { name: 'Check your answers' });
  await expect(check).toContainText('Enter a price, a cover note, or add a file before you submit.');
  await check.getByRole('link', { name: 'Change something' }).click();
  await form.getByLabel('Cover note').fill('Two crews, four weeks.');
  await form.getByRole('button', { name: 'Check your answers' }).click();
  await expect(check).toContainText('Two crews, four weeks.');
  await expect(check).not.toContainText('can’t be submitted like this');
  await post(poster, 'projects.closeBidding', { projectId });
  await check.getByRole('button', { name: 'Submit the bid' }).click();
  const left = page.getByRole('region', { name: 'A draft that was not submitted' });
  await expect(left).toContainText('Two crews, four weeks.');
  await expect(page.getByRole('main')).toContainText('The bidding has ended');
  await expect(form).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
});
