/**
 * The one script that a page names. A module waits for the styles, so the scripts that this one loads do not share a slow line with
 * them, and the page paints earlier. The list is a data block of the page (`page-document.ts`), the first script of the portal first.
 */
const list = document.getElementById('scripts')?.textContent;
const [first, ...others]: string[] = JSON.parse(list ?? '[]');
if (first !== undefined) void import(/* @vite-ignore */ first);
for (const href of others) {
  const link = document.createElement('link');
  Object.assign(link, { rel: 'modulepreload', href, fetchPriority: 'low' });
  document.head.append(link);
}

export {};
