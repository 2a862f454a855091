import { writeFileSync } from 'node:fs';
import { generateContractors } from '@namc/db/seed/contractors/generate-contractors';
import { type Client, connect } from '@namc/db/testing/direct-client';
import type { Locator, Page } from '@playwright/test';
import { staff } from './fixture-people.ts';
import { openElsewhere, signInAsStaff } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The third portal has a worker. One file at a time is imported, so the acts follow one another.
test.use({ baseURL: process.env.PORTAL_WITH_WORKER ?? '' });
test.describe.configure({ mode: 'serial' });

const master = (options: { rows: number; edition?: number; broken?: number }) =>
  Buffer.from([...generateContractors({ seed: 3, asOf: '2026-11-01', ...options })].join(''));
const open = (page: Page) => page.getByRole('list', { name: 'In progress' }).getByRole('listitem');
const past = (page: Page) => page.getByRole('list', { name: 'History' }).getByRole('listitem');
/** Chooses a file once the page takes one. A field that is disabled takes no file from a person, but one from a script. */
async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  const field = page.getByLabel('Master file');
  await expect(field).toBeEnabled();
  await field.setInputFiles({ name, mimeType: 'text/csv', buffer });
}
/** The upload of a file: the innermost item that names it. */
const openOf = (page: Page, name: string): Locator => open(page).filter({ hasText: name });
const pastOf = (page: Page, name: string): Locator => past(page).filter({ hasText: name });
const home = '/admin/contractors/import';

/** Chooses a file, and waits until its own page tells what the check found. */
async function check(page: Page, name: string, buffer: Buffer): Promise<void> {
  await choose(page, name, buffer);
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByRole('heading', { name: 'What the check found' })).toBeVisible({ timeout: 30_000 });
}

/** Confirms the open dialog with the word that it asks for. */
async function confirm(
  page: Page,
  title: string | RegExp,
  word: string,
  action: string | RegExp,
): Promise<void> {
  const dialog = page.getByRole('dialog', { name: title });
  await dialog.getByLabel(`Type the word ${word} to confirm`).fill(word);
  await dialog.getByRole('button', { name: action }).click();
  await expect(dialog).toHaveCount(0);
}

const imported = (page: Page) =>
  expect(page.getByRole('heading', { name: 'What the import did' })).toBeVisible({ timeout: 30_000 });
const counted = (page: Page, list: string, name: string) =>
  page.locator(`dl[aria-label="${list}"] > div`).filter({ hasText: name }).locator('dd');

async function load(page: Page, name: string, buffer: Buffer): Promise<void> {
  await check(page, name, buffer);
  await page.getByRole('button', { name: 'Import…' }).click();
  await confirm(page, `Import ${name}?`, 'import', 'Import');
  await imported(page);
}

async function fitsAPhone(page: Page): Promise<void> {
  await page.setViewportSize(phone);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(await accessibilityProblems(page)).toEqual([]);
}

const phone = { width: 360, height: 740 };
const rows = 2_000;

/** The upload on its way. */
const upload = (page: Page) => page.getByRole('region', { name: 'Upload', exact: true });
const stopped = (page: Page) => upload(page).getByRole('region', { name: 'Uploads that stopped' });

/** Holds the parts of an upload until the returned function is called. */
async function holdUpload(page: Page): Promise<() => void> {
  const held = Promise.withResolvers<void>();
  await page.route('**/api/uploads/**', async (route) => {
    await held.promise;
    // A canceled upload has no request any more.
    await route.continue().catch(() => undefined);
  });
  return held.resolve;
}

/** Lets the page's pauses pass until it shows something. */
const soon = (page: Page, what: Locator) =>
  expect(async () => {
    await page.clock.runFor(8_000);
    await expect(what).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 30_000 });

test('staff upload the license board’s file, read what it would change, and import it', async ({ page }) => {
  await signInAsStaff(page, staff('manager', 'desktop'), home);
  await expect(page.getByText('No files imported yet.')).toBeVisible();
  await expect(page.getByText(/up to 500 MB/)).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const goOn = await holdUpload(page);
  await choose(page, 'november.csv', master({ rows }));
  await expect(upload(page)).toContainText('november.csv');
  await expect(upload(page).getByRole('progressbar')).toBeVisible();
  await expect(upload(page).getByRole('status')).toContainText('Uploading… 0%');
  await expect(page.getByLabel('Master file')).toBeDisabled();
  expect(await accessibilityProblems(page)).toEqual([]);
  goOn();
  await expect(page.getByRole('heading', { level: 1, name: 'november.csv' })).toBeVisible();
  await expect(page.getByText('The file can be imported')).toBeVisible({ timeout: 30_000 });
  await expect(counted(page, 'What the import would do', 'New')).toHaveText('2,000');
  expect(await accessibilityProblems(page)).toEqual([]);

  await page.getByRole('button', { name: 'Import…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Import november.csv?' });
  await expect(dialog).toContainText('2,000 licenses are new');
  await dialog.getByRole('button', { name: 'Import' }).click();
  await expect(dialog).toContainText('Type the word “import”');
  expect(await accessibilityProblems(page)).toEqual([]);
  await confirm(page, 'Import november.csv?', 'import', 'Import');
  await imported(page);
  await expect(counted(page, 'What the import did', 'New')).toHaveText('2,000');
  expect(await accessibilityProblems(page)).toEqual([]);
  await fitsAPhone(page);
});

test('staff see the differences of the next file, and can put it away', async ({ page }) => {
  await signInAsStaff(page, staff('reviewer', 'desktop'), home);
  await check(page, 'december.csv', master({ rows, edition: 2 }));
  await expect(page.getByRole('table', { name: 'What changes' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Some that change' })).toBeVisible();
  await fitsAPhone(page);
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Canceled', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'All imports' }).click();
  await expect(pastOf(page, 'december.csv')).toContainText('Canceled');
});

test('staff see what speaks against a file, take its rejected rows along, and import it all the same', async ({
  page,
}) => {
  await signInAsStaff(page, staff('reviewer', 'phone'), home);
  await check(page, 'broken.csv', master({ rows, edition: 2, broken: 150 }));
  await expect(page.getByText('This file needs a closer look')).toBeVisible();
  await expect(page.getByText(/were rejected, more than 5%/)).toBeVisible();
  await expect(page.getByText(/first in line \d/).first()).toBeVisible();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: /Download all rejected rows/ }).click(),
  ]);
  expect(file.suggestedFilename()).toBe('rejected-rows.csv');
  await page.getByText(/^The first 100 rows/).click();
  await expect(page.getByText(/^Line \d/).first()).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Import anyway…' }).click();
  await confirm(page, 'Import broken.csv?', 'import', 'Import anyway');
  await imported(page);
});

test('a checked file that another one has overtaken is checked again before it is imported', async ({
  page,
}) => {
  await signInAsStaff(page, staff('manager', 'phone'), home);
  await check(page, 'january.csv', master({ rows, edition: 3 }));
  const checked = page.url();
  // A colleague, at the same time, in another window.
  await page.goto(home);
  await load(page, 'february.csv', master({ rows, edition: 4 }));
  await page.goto(checked);
  await expect(page.getByText('The licenses have changed since this check')).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('The licenses have changed since this check')).toHaveCount(0, {
    timeout: 30_000,
  });
  await expect(page.getByRole('button', { name: 'Discard' })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText('Canceled', { exact: true })).toBeVisible();
});

test('staff undo the last import with the keyboard, once, and the history says so', async ({ page }) => {
  await signInAsStaff(page, staff('colleague', 'phone'), home);
  await pastOf(page, 'february.csv').getByRole('link', { name: 'february.csv' }).click();
  const undo = page.getByRole('button', { name: 'Undo this import…' });
  await undo.focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Undo the import of february.csv?' });
  await expect(dialog.getByLabel('Type the word undo to confirm')).toBeFocused();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.keyboard.type('undo');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Undo of february.csv' })).toBeVisible();
  await expect(page.getByText('Everything is back to how it was before that file.')).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('link', { name: 'All imports' }).click();
  await expect(past(page).filter({ hasText: 'Imported, later undone' })).toContainText('february.csv');
  await past(page).getByRole('link', { name: 'february.csv', exact: true }).click();
  await expect(page.getByText('This import was undone')).toBeVisible();
  await expect(undo).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'What the import had done' })).toBeVisible();
});

test('a checked file is listed once, and staff import it from the list and undo it from the history', async ({
  page,
}) => {
  await signInAsStaff(page, staff('principal', 'phone'), home);
  await check(page, 'waiting.csv', master({ rows, edition: 12 }));
  await page.getByRole('link', { name: 'All imports' }).click();
  const waiting = openOf(page, 'waiting.csv');
  await expect(waiting).toContainText('Checked, waiting for you');
  await expect(pastOf(page, 'february.csv').first()).toBeVisible();
  await expect(pastOf(page, 'waiting.csv')).toHaveCount(0);
  await fitsAPhone(page);
  await waiting.getByRole('button', { name: /^Import( anyway)?… waiting\.csv$/ }).click();
  expect(await accessibilityProblems(page)).toEqual([]);
  await confirm(page, 'Import waiting.csv?', 'import', /^Import/);
  const done = pastOf(page, 'waiting.csv').filter({ hasText: 'Imported' });
  await expect(done).toBeVisible({ timeout: 30_000 });
  await expect(open(page)).toHaveCount(0, { timeout: 30_000 });
  await done.getByRole('button', { name: 'Undo… waiting.csv' }).click();
  await confirm(page, 'Undo the import of waiting.csv?', 'undo', 'Undo the import');
  await expect(page.getByText('Everything is back to how it was before that file.')).toBeVisible({
    timeout: 30_000,
  });
  await page.getByRole('link', { name: 'All imports' }).click();
  await expect(
    past(page)
      .filter({ hasText: /Imported, later undone by / })
      .first(),
  ).toContainText('waiting.csv');
});

test('a person who decides too late reads what a colleague did with the file, and when', async ({
  page,
  context,
}) => {
  await signInAsStaff(page, staff('author', 'phone'), home);
  await check(page, 'overtaken.csv', master({ rows, edition: 13 }));
  const colleague = await context.newPage();
  await colleague.goto(home);
  await expect(openOf(colleague, 'overtaken.csv')).toContainText('Checked, waiting for you');
  // The list of the first window stands still from here on.
  const held = Promise.withResolvers<void>();
  await colleague.route(/imports\.(listOpen|list)/, async (route) => {
    await held.promise;
    await route.continue().catch(() => undefined);
  });
  await page.getByRole('button', { name: 'Discard' }).click();
  await expect(page.getByText(/canceled it on .* \d+:\d\d [AP]M/)).toBeVisible();
  await openOf(colleague, 'overtaken.csv').getByRole('button', { name: 'Discard overtaken.csv' }).click();
  const alert = colleague.getByRole('alert').filter({ hasText: 'Couldn’t discard overtaken.csv' });
  await expect(alert).toContainText(/ canceled this import on .* \d+:\d\d [AP]M\./);
  held.resolve();
  await expect(open(colleague)).toHaveCount(0);
  await expect(alert).toBeVisible();
  expect(await accessibilityProblems(colleague)).toEqual([]);
  await colleague.close();
});

test('the page of a checked file shows by itself that a colleague has imported it', async ({
  page,
  context,
}) => {
  await signInAsStaff(page, staff('clerk', 'phone'), home);
  await check(page, 'together.csv', master({ rows, edition: 14 }));
  const colleague = await context.newPage();
  await colleague.goto(page.url());
  await colleague.getByRole('button', { name: /^Import/ }).click();
  await confirm(colleague, 'Import together.csv?', 'import', /^Import/);
  await imported(page);
  await expect(page.getByText(/ imported this file on .* \d+:\d\d [AP]M/)).toBeVisible();
  await colleague.close();
});

test('staff check and import the board’s personnel file, and undo the next one', async ({ page }) => {
  await signInAsStaff(page, staff('clerk', 'desktop'), home);
  const people = (bond: string, ...more: string[]) =>
    Buffer.from(
      [
        'LIC-NO,LastUpdated,REC-TP,SEQ-NO,Name-TP,Name,EMP-Titl-CDE,CL-CDE,CL-CDE-STAT,ASSN-DT,DIS-ASSN-DT,SURETY-TP,SuretyCompany,BOND-NO,BOND-AMT,EffectiveDate,CancellationDate,JointVentureLicenseType,JointVentureLicenseNumber',
        `42,11/01/2026, Class/Title,1, Principal, SAMPLE PAT, Responsible Managing Employee, B, Y, 01/02/2020, , Qualifier, MODEL SURETY, 7, 25000, 01/02/2020, ${bond},,`,
        ...more,
        '',
      ].join('\r\n'),
    );
  await load(page, 'people.csv', people(''));
  await page.goto(home);
  await check(page, 'later.csv', people('12/31/2098', '43,soon,,,,,,,,,,,,,,,,,'));
  await expect(
    page.getByText('The license board’s personnel file: qualifiers, officers and their bonds'),
  ).toBeVisible();
  await expect(
    page.getByText('1 license of this file is not in the license file: 42. The rows are kept.'),
  ).toBeVisible();
  await expect(
    page
      .getByText('License 42 · Class/Title, Responsible Managing Employee, B, bond of MODEL SURETY')
      .first(),
  ).toBeVisible();
  await expect(page.getByText('SAMPLE PAT')).toHaveCount(0);
  await expect(page.getByRole('link', { name: /Download all rejected rows/ })).toBeVisible();
  await fitsAPhone(page);
  await page.getByRole('button', { name: 'Import anyway…' }).click();
  await confirm(page, 'Import later.csv?', 'import', 'Import anyway');
  await imported(page);
  await page.getByRole('button', { name: 'Undo this import…' }).click();
  await confirm(page, 'Undo the import of later.csv?', 'undo', 'Undo the import');
  await expect(page.getByText('Everything is back to how it was before that file.')).toBeVisible({
    timeout: 30_000,
  });
});

test('staff cancel an upload, which is no failure, and another file can follow', async ({ page }) => {
  await signInAsStaff(page, staff('decliner', 'desktop'), home);
  await holdUpload(page);
  await choose(page, 'held.csv', master({ rows, edition: 3 }));
  await upload(page).getByRole('button', { name: 'Cancel the upload' }).click();
  await expect(page.getByLabel('Master file')).toBeEnabled();
  await expect(upload(page).getByRole('progressbar')).toHaveCount(0);
  await expect(stopped(page)).toHaveCount(0);
  await expect(pastOf(page, 'held.csv')).toHaveCount(0);
  await expect(page.getByText(/Couldn’t upload/)).toHaveCount(0);
});

test('a check goes on without its page, is found again in another window, and can be canceled there', async ({
  page,
  context,
}) => {
  await signInAsStaff(page, staff('colleague', 'desktop'), home);
  await choose(page, 'canceled.csv', master({ rows: 60_000, edition: 3 }));
  await expect(page.getByRole('heading', { level: 1, name: 'canceled.csv' })).toBeVisible({
    timeout: 30_000,
  });
  const second = await context.newPage();
  await second.goto(page.url());
  await expect(second.getByRole('progressbar')).toBeVisible();
  await page.goto(home);
  await expect(openOf(page, 'canceled.csv').getByRole('progressbar')).toBeVisible();
  await second.getByRole('button', { name: 'Cancel' }).click();
  await expect(second.getByText('Canceled', { exact: true })).toBeVisible({ timeout: 30_000 });
  await expect(pastOf(page, 'canceled.csv')).toContainText('Canceled', { timeout: 30_000 });
  await second.close();
});

/** Acts as the superuser of the imports' database while `act` runs. */
async function asSuperuser(act: (sql: Client) => Promise<void>): Promise<void> {
  const sql = connect(process.env.PORTAL_WITH_WORKER_SUPERUSER_URL ?? '', {
    max: 1,
    applicationName: 'portal e2e',
  });
  await act(sql).finally(() => sql.end());
}

/** Begins the import of a checked file. */
async function beginLoad(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Import…' }).click();
  await confirm(page, `Import ${name}?`, 'import', 'Import');
}

test('staff cancel an import in the middle of its work, and nothing has changed', async ({ page }) => {
  await signInAsStaff(page, staff('returner', 'desktop'), home);
  await check(page, 'stopped.csv', master({ rows, edition: 8 }));
  await asSuperuser((sql) =>
    sql.begin(async (held) => {
      // The import compares, and waits before it writes.
      await held`lock table california_contractors in share mode`;
      await beginLoad(page, 'stopped.csv');
      await expect(page.getByText(/^Importing: comparing/)).toBeVisible({ timeout: 30_000 });
      await expect(page.getByRole('progressbar')).toBeVisible();
      expect(await accessibilityProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await expect(page.getByText('Canceled', { exact: true })).toBeVisible({ timeout: 30_000 });
      await expect(page.getByText('Nothing was changed.')).toBeVisible();
    }),
  );
  await fitsAPhone(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('link', { name: 'All imports' }).click();
  await expect(pastOf(page, 'stopped.csv')).toContainText('Canceled');
});

test('an import that has begun its commit says that it is too late to cancel, and ends', async ({ page }) => {
  await signInAsStaff(page, staff('latecomer', 'desktop'), home);
  await check(page, 'late.csv', master({ rows, edition: 8 }));
  await asSuperuser(async (sql) => {
    // A commit waits for the lock that this session holds.
    await sql.unsafe(`
      create function hold_commit() returns trigger language plpgsql as
        $$ begin perform pg_advisory_xact_lock_shared(20261126); return null; end $$;
      create constraint trigger hold_commit after insert on contractor_import_runs deferrable initially deferred
        for each row execute function hold_commit();
      select pg_advisory_lock(20261126)`);
    await beginLoad(page, 'late.csv');
    await expect(page.getByText('It’s too late to cancel. The last step is running.')).toBeVisible({
      timeout: 30_000,
    });
    const cancel = page.getByRole('button', { name: 'Cancel' });
    await expect(cancel).toHaveAttribute('aria-disabled', 'true');
    expect(await accessibilityProblems(page)).toEqual([]);
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.url()));
    await cancel.click({ force: true });
    await sql`select pg_advisory_unlock(20261126)`;
    await imported(page);
    expect(asked.filter((url) => url.includes('imports.cancel'))).toEqual([]);
    await sql`drop function hold_commit() cascade`;
  });
  await expect(page.getByText('Imported', { exact: true })).toBeVisible();
});

test('the scheduled fetch shows its address without secrets, why it failed, and the import of what it brought', async ({
  page,
}) => {
  await signInAsStaff(page, staff('author', 'desktop'), home);
  const fetching = page.getByRole('region', { name: 'Scheduled fetch' });
  await expect(fetching).toContainText(process.env.LICENSE_BOARD_URL ?? 'nowhere');
  await expect(fetching).not.toContainText('secret');
  await expect(fetching).toContainText(/Next.*on business days/);
  expect(await accessibilityProblems(page)).toEqual([]);

  const now = fetching.getByRole('button', { name: 'Fetch now' });
  await now.click();
  await expect(fetching.getByText('The server answered 503.')).toBeVisible({ timeout: 30_000 });
  await expect(fetching).toContainText(/Last.*: failed/);
  expect(await accessibilityProblems(page)).toEqual([]);
  await fitsAPhone(page);
  await page.setViewportSize({ width: 1280, height: 800 });

  await fetch(process.env.LICENSE_BOARD_URL ?? '', {
    method: 'PUT',
    body: new Uint8Array(master({ rows, edition: 9 })),
  });
  await now.click();
  await expect(fetching).toContainText(/Last.*: a new file/, { timeout: 30_000 });
  await expect(fetching.getByText('The server answered 503.')).toHaveCount(0);
  await fetching.getByRole('link', { name: 'See its import' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'master.csv' })).toBeVisible();
  await imported(page);
  await page.getByRole('link', { name: 'All imports' }).click();
  await now.click();
  await expect(fetching).toContainText(/Last.*: no newer file/, { timeout: 30_000 });

  await fetch(process.env.LICENSE_BOARD_URL ?? '', {
    method: 'PUT',
    body: '<html><body>Down for maintenance</body></html>\n',
  });
  await now.click();
  await expect(fetching).toContainText(/Last.*: a new file, refused: .*web page/, { timeout: 30_000 });
  expect(await accessibilityProblems(page)).toEqual([]);
  await fitsAPhone(page);
});

test('a member of staff without the permission does not find the page', async ({ page }) => {
  await signInAsStaff(page, staff('auditor', 'desktop'), home);
  await expect(
    page.getByText(/^You need the .*Administrator role to open this page\. Ask .+ to assign /),
  ).toBeVisible();
  await expect(page.getByText('Ask an administrator')).toHaveCount(0);
  await expect(page.getByLabel('Master file')).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'License file' })).toHaveCount(0);
});

test('a file that cannot be the board’s is refused before it is sent', async ({ page }) => {
  await signInAsStaff(page, staff('principal', 'desktop'), home);
  const asked: string[] = [];
  page.on('request', (request) => void asked.push(request.url()));
  await choose(page, 'empty.csv', Buffer.alloc(0));
  await expect(page.getByText('This file is empty')).toBeVisible();
  await choose(page, 'november.xlsx', Buffer.from([0x50, 0x4b, 3, 4, 0, 0]));
  await expect(page.getByText('This isn’t a CSV file')).toBeVisible();
  await expect(page.getByText('This file is empty')).toHaveCount(0);
  await expect(page.getByText(/november\.xlsx isn’t plain text/)).toBeVisible();
  await choose(page, 'page.csv', Buffer.from('<html><body>Service unavailable</body></html>\n'));
  await expect(page.getByText('This is a web page')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  await page.setViewportSize(phone);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  expect(asked.filter((url) => /beginUpload|api\/uploads/.test(url))).toEqual([]);
});

test('a refusal that nobody can lift offers no import, and tells no word of the command line', async ({
  page,
}) => {
  await signInAsStaff(page, staff('operator', 'desktop'), home);
  await choose(page, 'guests.csv', Buffer.from('Name,Table\nAna,4\n'));
  // The list of imports has other refusals.
  await expect(page.getByRole('heading', { level: 1, name: 'guests.csv' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText(/Nothing was changed\./)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('Refused', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0);
  await expect(page.getByText(/--force|\.rejects/)).toHaveCount(0);
});

test.describe('on a bad line', () => {
  test.use({ allowedConsole: /net::ERR_CONNECTION_RESET/ });

  test('a part that is lost is sent again, and staff see why it takes longer', async ({ page }) => {
    await signInAsStaff(page, staff('leaver', 'desktop'), home);
    // The line is lost until staff have read so: a pause between two tries may be shorter than a look at the page.
    let isLost = true;
    const sent = { lost: 0, whole: 0 };
    await page.route('**/api/uploads/**', (route) => {
      if (route.request().method() !== 'PATCH') return route.continue();
      sent[isLost ? 'lost' : 'whole'] += 1;
      return isLost ? route.abort('connectionreset') : route.continue();
    });
    await choose(page, 'new site 🏗️.csv', master({ rows, edition: 4 }));
    await expect(page.getByText('The portal doesn’t respond')).toBeVisible();
    expect(await accessibilityProblems(page)).toEqual([]);
    isLost = false;
    await expect(page.getByText('The file can be imported')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByText('The portal doesn’t respond')).toHaveCount(0);
    expect(sent.lost).toBeGreaterThan(0);
    expect(sent.whole).toBe(1);
  });

  test('an upload that is lost is named, and stands in no other file’s way', async ({ page }) => {
    await signInAsStaff(page, staff('nightowl', 'desktop'), home);
    await page.clock.install();
    await page.route('**/api/uploads/**', async (route) => {
      const isLost = (await route.request().headerValue('upload-offset')) === '4000000';
      return isLost ? route.abort('connectionreset') : route.continue();
    });
    await choose(page, 'lost.csv', master({ rows: 14_000, edition: 5 }));
    await soon(page, page.getByText('Couldn’t upload lost.csv'));
    await expect(stopped(page)).toContainText(/lost\.csv: \d\d% of \d MB/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute('**/api/uploads/**');
    await choose(page, 'found.csv', master({ rows, edition: 5 }));
    await expect(page.getByRole('heading', { level: 1, name: 'found.csv' })).toBeVisible({ timeout: 30_000 });
    await page.getByRole('link', { name: 'All imports' }).click();
    await stopped(page).getByRole('button', { name: 'Discard lost.csv' }).click();
    await expect(stopped(page)).toHaveCount(0);
  });

  test('a file that arrived whole is checked later, though its start was lost', async ({ page }) => {
    await signInAsStaff(page, staff('changer', 'desktop'), home);
    await page.route('**/trpc/imports.add**', (route) => route.abort('connectionreset'));
    await choose(page, 'whole.csv', master({ rows, edition: 6 }));
    await expect(page.getByText('Couldn’t start the check of whole.csv')).toBeVisible({ timeout: 30_000 });
    await expect(stopped(page)).toContainText('whole.csv: 100% of');
    expect(await accessibilityProblems(page)).toEqual([]);
    await page.unroute('**/trpc/imports.add**');
    await expect(page.getByLabel('Master file')).toBeEnabled();
    await stopped(page).getByRole('button', { name: 'Check the file whole.csv' }).click();
    await expect(page.getByText('The file can be imported')).toBeVisible({ timeout: 30_000 });
  });
});

test.describe('after a reload', () => {
  test.use({ allowedConsole: /net::ERR_(CONNECTION_RESET|FAILED)/ });

  test('an upload goes on where it was, and a colleague does not see it', async ({
    page,
    browser,
    baseURL,
  }, info) => {
    // A file on the disk keeps its time, by which the browser knows it again.
    const path = info.outputPath('long.csv');
    writeFileSync(path, master({ rows: 14_000, edition: 7 }));
    await signInAsStaff(page, staff('fileresumer', 'desktop'), home);
    const offsets: string[] = [];
    let isCut = true;
    await page.route('**/api/uploads/**', async (route) => {
      const offset = await route.request().headerValue('upload-offset');
      if (offset === '4000000' && isCut) return route.abort('connectionreset');
      if (offset) offsets.push(offset);
      return route.continue();
    });
    page.on('dialog', (dialog) => dialog.accept());
    await page.getByLabel('Master file').setInputFiles(path);
    await expect.poll(() => offsets).toEqual(['0']);
    await expect(page.getByText('The portal doesn’t respond')).toBeVisible();
    await page.reload();
    await expect(stopped(page)).toContainText(/long\.csv: \d\d% of \d MB/);
    expect(await accessibilityProblems(page)).toEqual([]);
    await fitsAPhone(page);
    await page.setViewportSize({ width: 1280, height: 800 });

    const other = await openElsewhere(browser, baseURL);
    await signInAsStaff(other, staff('filewatcher', 'desktop'), home);
    await expect(other.getByLabel('Master file')).toBeEnabled();
    await expect(stopped(other)).toHaveCount(0);
    await other.context().close();

    isCut = false;
    await page.getByLabel('Master file').setInputFiles(path);
    await expect(page.getByRole('heading', { level: 1, name: 'long.csv' })).toBeVisible({ timeout: 30_000 });
    expect(offsets).toEqual(['0', '4000000']);
    await expect(page.getByText(/The file can be imported|needs a closer look/)).toBeVisible({
      timeout: 30_000,
    });
    await page.getByRole('button', { name: 'Discard' }).click();
  });
});

test.describe('a refusal', () => {
  // The browser logs the refused request.
  test.use({ allowedConsole: /Failed to load resource/ });

  test('a file that is not what its name says is refused by its content', async ({ page }) => {
    await signInAsStaff(page, staff('filefaker', 'desktop'), home);
    await choose(page, 'picture.csv', Buffer.from('GIF89a,LicenseNo\n'));
    await expect(page.getByRole('alert')).toContainText('Choose a file in the format CSV.');
    await expect(stopped(page)).toHaveCount(0);
    await expect(pastOf(page, 'picture.csv')).toHaveCount(0);
    expect(await accessibilityProblems(page)).toEqual([]);
  });
});

test('leaving in the middle of an upload asks first, and then leaves nothing in the way', async ({
  page,
}) => {
  await signInAsStaff(page, staff('administrator', 'desktop'), home);
  await holdUpload(page);
  await choose(page, 'left.csv', master({ rows, edition: 7 }));
  const left = upload(page).getByRole('status');
  await expect(left).toContainText('Uploading… 0%');
  await page.getByRole('link', { name: 'Audit' }).click();
  const question = page.getByRole('dialog', { name: 'Leave this page?' });
  await expect(question).toContainText('The upload of left.csv stops');
  expect(await accessibilityProblems(page)).toEqual([]);
  await question.getByRole('button', { name: 'Stay' }).click();
  await expect(question).toHaveCount(0);
  await expect(left).toContainText('Uploading… 0%');

  const asked: string[] = [];
  page.on('dialog', (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(['beforeunload']);
  await expect(page.getByLabel('Master file')).toBeEnabled();
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await choose(page, 'after.csv', master({ rows, edition: 7 }));
  await expect(page.getByText('The file can be imported')).toBeVisible({ timeout: 30_000 });
  await page.getByRole('link', { name: 'All imports' }).click();
  await expect(pastOf(page, 'left.csv')).toHaveCount(0);
});
