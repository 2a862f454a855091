import { classInWords } from '@namc/inputs/class-words';
import { getLicenseInput } from '@namc/inputs/contractors';
import { getFirmInput } from '@namc/inputs/directory';
import { getProjectInput } from '@namc/inputs/projects';
import { html, raw } from 'hono/html';
import type { AppRouter } from '../router.ts';
import type { FirstAnswers } from './first-answers.ts';

/**
 * The title, the description and the status of a page. Search engines, the preview of a shared link and a browser's tab in the
 * background take them from the first bytes: they run no script.
 */
export interface PageHead {
  status: 200 | 404;
  /** Undefined for a page whose title only the page knows. */
  title?: string;
  description?: string;
}

/** The pages of the build. */
export interface KnownPages {
  /** True if the portal has a page at `pathname`. */
  knows(pathname: string): boolean;
  /** The title of the page at `pathname`, if it is the same whatever the page shows. */
  titleOf(pathname: string): string | undefined;
}

type Firm = Awaited<ReturnType<ReturnType<AppRouter['createCaller']>['directory']['getFirm']>>;
type Project = Awaited<ReturnType<ReturnType<AppRouter['createCaller']>['projects']['get']>>;
type License = Awaited<ReturnType<ReturnType<AppRouter['createCaller']>['contractors']['getLicense']>>;

/** The head of the page at `pathname`. It waits for the answers only where they decide whether there is such a page. */
export async function headOf(
  pathname: string,
  pages: KnownPages,
  first: Promise<FirstAnswers>,
): Promise<PageHead> {
  const title = pages.titleOf(pathname);
  if (title !== undefined) return { status: 200, title };
  const [, licenseNumber] = /^\/contractors\/([^/]+)$/.exec(pathname) ?? [];
  if (licenseNumber !== undefined) return ofLicense(licenseNumber, await first);
  const [, companyId] = /^\/directory\/([^/]+)$/.exec(pathname) ?? [];
  if (companyId !== undefined) return ofFirm(companyId, await first);
  const [, projectId] = /^\/projects\/([^/]+)$/.exec(pathname) ?? [];
  if (projectId !== undefined) return ofProject(projectId, await first);
  return pages.knows(pathname) ? { status: 200 } : { status: 404, title: 'Page not found' };
}

function ofLicense(licenseNumber: string, { answers, isMissing }: FirstAnswers): PageHead {
  if (isMissing || !getLicenseInput.safeParse({ licenseNumber }).success)
    return { status: 404, title: 'License not found' };
  const answer = answers.find(({ path }) => path.join('.') === 'contractors.getLicense');
  if (!answer) return { status: 200 };
  const { name, classifications, city } = answer.data as License;
  const trades = classifications.map(classInWords).join(', ');
  return {
    status: 200,
    title: name,
    description: [
      `License ${licenseNumber}`,
      ...(city ? [` in ${city}`] : []),
      trades ? `: ${trades}.` : '.',
      ' Standing, bond and insurance, from the public file of the state license board.',
    ].join(''),
  };
}

function ofFirm(companyId: string, { answers, isMissing }: FirstAnswers): PageHead {
  if (isMissing || !getFirmInput.safeParse({ companyId }).success)
    return { status: 404, title: 'Firm not found' };
  const answer = answers.find(({ path }) => path.join('.') === 'directory.getFirm');
  if (!answer) return { status: 200 };
  const { name, trades, city } = answer.data as Firm;
  const work = trades.map(classInWords).join(', ');
  return {
    status: 200,
    title: name,
    description: `Member firm of NAMC NorCal${city ? ` in ${city}` : ''}${work ? `: ${work}.` : '.'}`,
  };
}

function ofProject(projectId: string, { answers, isMissing }: FirstAnswers): PageHead {
  if (isMissing || !getProjectInput.safeParse({ projectId }).success)
    return { status: 404, title: 'Project not found' };
  const answer = answers.find(({ path }) => path.join('.') === 'projects.get');
  if (!answer) return { status: 200 };
  const { title, city, skillsRequired } = answer.data as Project;
  const work = skillsRequired.map(classInWords).join(', ');
  return {
    status: 200,
    title,
    description: `Project for bids${city ? ` in ${city}` : ''}${work ? `: ${work}.` : '.'}`,
  };
}

const product = 'NAMC NorCal';

/**
 * The built page's head with what is known of this page. `address` is the page's whole address, for the previews of shared links.
 * They want a picture with a whole address too.
 */
export function withHead(begin: string, { title, description }: PageHead, address: URL): string {
  const words = title === undefined ? product : `${title} · ${product}`;
  return begin
    .replace(/<title>[^<]*<\/title>/, () => `${html`<title>${words}</title>`}`)
    .replace(/<meta name="description" content="([^"]*)"[^>]*>/, (_tag, usual: string) => {
      const said = description === undefined ? raw(usual) : description;
      const shared = Object.entries({
        'og:type': 'website',
        'og:site_name': product,
        'og:title': title ?? product,
        'og:description': said,
        'og:url': address.href,
        'og:image': new URL('/share.png', address).href,
        'og:image:width': 1200,
        'og:image:height': 630,
      }).map(([name, content]) => html`<meta property="${name}" content="${content}">`);
      return `${html`<meta name="description" content="${said}"><meta name="twitter:card" content="summary_large_image">${shared}`}`;
    });
}
