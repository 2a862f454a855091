import { expect, test } from 'vitest';
import type { Entry } from './bundle-budget.ts';
import { listPageScripts } from './page-parts.ts';

const entry = (name: string, files: string[]): Entry => ({
  name,
  kib: files.length,
  modules: [],
  later: [],
  files: Object.fromEntries(files.map((file) => [file, 1])),
});

test('each address has the scripts that its page loads after the first one', () => {
  const entries = [
    entry('main', ['main.js']),
    entry('routes/_public/page.tsx', ['main.js', 'home.js']),
    entry('routes/_public/contractors/page.tsx', ['main.js', 'parts.js', 'search.js']),
    entry('routes/_public/contractors/$license.tsx', ['main.js', 'parts.js', 'license.js']),
    entry('routes/_member.tsx', ['main.js', 'layout.js']),
    entry('routes/_member/home.tsx', ['main.js', 'layout.js', 'own.js']),
    entry('features/shell/member-shell.tsx', ['main.js', 'frame.js']),
    entry('features/contractors/map/contractor-map.tsx', ['main.js', 'map.js']),
  ];
  expect(listPageScripts(entries)).toEqual({
    pages: {
      '/': ['/home.js'],
      '/contractors': ['/parts.js', '/search.js'],
      '/contractors/$license': ['/parts.js', '/license.js'],
      '/home': ['/layout.js', '/own.js'],
    },
    memberFrame: ['/frame.js'],
  });
});

test('a route that comes in several parts has the scripts of all of them', () => {
  const entries = [
    entry('main', ['main.js']),
    entry('routes/_admin/admin/page.tsx', ['main.js', 'staff.js', 'today.js']),
    entry('routes/_admin/admin/page.tsx', ['main.js', 'staff.js', 'failure.js']),
  ];
  expect(listPageScripts(entries).pages['/admin']).toEqual(['/staff.js', '/today.js', '/failure.js']);
});
