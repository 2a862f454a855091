import { readProcessorTime } from '../load/processor-time.ts';
import type { RunningPortal } from './portal.ts';

/** Linux counts processor time in hundredths of a second, so one page alone says nothing. */
const pages = 30;

/** The milliseconds of processor time that the portal needs for a page, its embedded database included. */
export async function serverCost(
  { url, pid }: RunningPortal,
  path: string,
  cookies: readonly { name: string; value: string }[],
): Promise<number> {
  const used = () =>
    readProcessorTime([{ name: 'portal', pid: () => pid }]).parts.get('portal') ?? Number.NaN;
  const headers = {
    accept: 'text/html',
    cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '),
  };
  const before = used();
  for (let page = 0; page < pages; page += 1) await (await fetch(url + path, { headers })).text();
  return ((used() - before) * 1_000) / pages;
}
