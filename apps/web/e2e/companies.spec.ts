import { staff } from './fixture-people.ts';
import { accountButton, enter, isNarrow, openElsewhere, openSetting } from './people.ts';
import { accessibilityProblems, expect, test } from './portal-test.ts';

// The browser logs every refused request, and this spec provokes some.
test.use({ allowedConsole: /Failed to load resource/ });

test('an owner fills in the company, invites a colleague, and cannot leave it without an owner', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  const [founder, partner, intruder] = ['founder', 'partner', 'intruder'].map((role) =>
    staff(role, project.name),
  ) as [string, string, string];
  await enter(page, founder);
  if (isNarrow(page)) {
    await accountButton(page, 'founder').click();
    await page.getByRole('link', { name: 'Your company' }).click();
  } else await page.getByRole('link', { name: 'Company', exact: true }).click();
  const about = page.getByRole('region', { name: 'About' });
  await expect(about).toContainText('Specs');
  expect(await accessibilityProblems(page)).toEqual([]);

  // A fact that the database finds missing leads to its form.
  const missing = page.getByRole('region', { name: 'Still missing' });
  const place = await openSetting(page, 'Add your service area');
  await place.getByLabel('City').fill('Oakland');
  await place.getByLabel('Find a county').fill('alam');
  await place.getByRole('checkbox', { name: 'Alameda' }).check();
  await place.getByLabel('Miles around your place').fill('many');
  await place.getByRole('button', { name: 'Save' }).click();
  await expect(place.getByRole('alert')).toContainText('must be a whole number of miles');
  expect(await accessibilityProblems(page)).toEqual([]);
  await place.getByLabel('Miles around your place').fill('30');
  await place.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Place and service area' })).toContainText('30 miles');
  await expect(missing.getByRole('button', { name: 'Add your service area' })).toHaveCount(0);
  const size = await openSetting(page, 'Change your crew and bonding capacity');
  await size.getByLabel('Bond for one job').fill('$750,000');
  await size.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Crew and bonding' })).toContainText('$750,000');

  const invite = await openSetting(page, 'Invite a colleague');
  await invite.getByLabel('Email address').fill(partner.toUpperCase());
  await invite.getByRole('button', { name: 'Send invitation' }).click();
  await expect(page.getByRole('list', { name: 'Invitations' })).toContainText(partner);

  // The colleague reads the mailed link where another account is open.
  const other = await openElsewhere(browser, baseURL);
  await enter(other, partner, '/company');
  const offer = other.getByRole('region', { name: 'Invitation from Specs' });
  await expect(offer).toContainText(`founder Of ${project.name} asks you to join as: Member.`);
  expect(await accessibilityProblems(other)).toEqual([]);
  const answer = await other.request.get('/trpc/companies.listOwnInvitations');
  const [{ invitationId }] = (await answer.json()).result.data;
  const third = await openElsewhere(browser, baseURL);
  await enter(third, intruder, `/company?invitation=${invitationId}`);
  await expect(third.getByText('This invitation is for another account')).toBeVisible();
  await expect(third.getByText(`It is for ${partner}.`)).toBeVisible();
  const forced = await third.request.post('/trpc/companies.acceptInvitation', { data: { invitationId } });
  expect(await forced.text()).toContain(`This invitation is for ${partner}.`);
  await third.context().close();

  await offer.getByRole('button', { name: 'Accept' }).click();
  await expect(offer).toHaveCount(0);
  const companies = other.getByRole('navigation', { name: 'Your companies' });
  await expect(companies.getByRole('link')).toHaveCount(2);
  await companies.getByRole('link').nth(1).click();
  await expect(other.getByRole('list', { name: 'People of the company' })).toContainText(
    `founder Of ${project.name}`,
  );
  await expect(other.getByRole('button', { name: 'Invite a colleague' })).toHaveCount(0);
  await other.context().close();

  await page.reload();
  const people = page.getByRole('list', { name: 'People of the company' });
  await expect(people.getByRole('listitem')).toHaveCount(2);
  const leave = async () => {
    await page.getByRole('button', { name: 'Leave this company…' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave', exact: true }).click();
  };
  await leave();
  await expect(page.getByRole('alert')).toContainText('A company always has an owner.');
  const person = await openSetting(page, `Change partner Of ${project.name}`);
  await person.getByRole('button', { name: 'Hand the company over…' }).click();
  // One click hands nothing over: the question says what happens, and its Cancel has the focus.
  const handing = page.getByRole('dialog', { name: `Hand Specs over to partner Of ${project.name}?` });
  await expect(handing).toContainText('partner becomes an owner, and your role becomes Member.');
  await expect(handing.getByRole('button', { name: 'Cancel' })).toBeFocused();
  expect(await accessibilityProblems(page)).toEqual([]);
  await handing.getByRole('button', { name: 'Cancel' }).click();
  await expect(person.getByRole('button', { name: 'Hand the company over…' })).toBeFocused();
  await person.getByRole('button', { name: 'Hand the company over…' }).click();
  await handing.getByRole('button', { name: 'Hand over', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Invite a colleague' })).toHaveCount(0);
  await leave();
  await expect(page.getByText('You don’t belong to a company here yet')).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);
  const add = await openSetting(page, 'Add your company');
  await add.getByLabel('Company name').fill('Fresh Start Builders');
  await add.getByRole('button', { name: 'Add' }).click();
  await expect(about).toContainText('Fresh Start Builders');
});

const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

test('the home page leads an owner to what the company lacks, and a visitor sees its logo and pictures', async ({
  page,
  browser,
  baseURL,
}, { project }) => {
  await enter(page, staff('pictured', project.name), '/home');
  const toDo = page.getByRole('region', { name: 'For you to do' });
  await expect(toDo).toContainText('Members read it before they call.');
  expect(await accessibilityProblems(page)).toEqual([]);
  await toDo.getByRole('link', { name: 'Add your story and' }).click();
  await expect(page).toHaveURL(/\/company\?company=/);
  const companyId = new URL(page.url()).searchParams.get('company');

  const section = page.getByRole('region', { name: 'Logo and pictures' });
  const file = { name: 'logo.png', mimeType: 'image/png', buffer: onePixel };
  const logo = await openSetting(page, 'Add a logo');
  await logo.getByLabel('Choose a logo').setInputFiles({ ...file, buffer: Buffer.from('<svg/>') });
  await expect(logo.getByRole('alert')).toContainText('Choose a file in the format JPEG, PNG or WebP.');
  await logo.getByLabel('Choose a logo').setInputFiles(file);
  await expect(section.getByRole('img', { name: 'Logo of Specs' })).toBeVisible();
  const picture = await openSetting(page, 'Add a picture');
  await picture.getByLabel('Choose a picture').setInputFiles(file);
  await expect(section.getByRole('img', { name: 'Work of Specs, 1' })).toBeVisible();
  expect(await accessibilityProblems(page)).toEqual([]);

  const visitor = await openElsewhere(browser, baseURL);
  await visitor.goto(`/directory/${companyId}`);
  const seen = visitor.getByRole('img', { name: 'Logo of Specs' });
  await expect.poll(() => seen.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
  const address = (await seen.getAttribute('src')) ?? '';

  await section.getByRole('button', { name: 'Remove picture 1' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(section.getByRole('img', { name: 'Work of Specs, 1' })).toHaveCount(0);

  // Nobody but members finds the company now, and the address of the logo is of no use to a visitor.
  const sharing = await openSetting(page, 'Change who sees what');
  await sharing.getByLabel('In the directory').selectOption('MEMBERS');
  await sharing.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('region', { name: 'Who sees what' })).toContainText('Only members find us');
  expect((await visitor.request.get(address)).status()).toBe(404);
  await visitor.context().close();
});
