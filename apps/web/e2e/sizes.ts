const only = {
  desktop: ['map', 'map-card', 'map-roads', 'keyboard', 'redis', 'security', 'imports', 'settings', 'looks'],
  phone: ['phone'],
};

/** Specs of what depends on the size of the screen. `npm test` runs them at both sizes. */
const looks = ['accessibility', 'layout', 'compare'];

/** Specs of what people do on the way or at a job site. `npm test` runs them on a phone, and the others on a desktop. */
const onTheWay = [
  'accounts',
  'applying-again',
  'combobox',
  'contractors',
  'drafts',
  'files',
  'forms',
  'joining',
  'license',
  'notifications',
  'offline',
  'places',
  'projects',
  'saved',
  'second-step',
  'toasts',
  'words',
];

export type Size = 'desktop' | 'phone';

/** The specs that a size leaves out. With `isOnce`, each spec runs at one size, but for those of the looks. */
export function leftOut(size: Size, { isOnce }: { isOnce: boolean }): (string | RegExp)[] {
  const other = size === 'desktop' ? 'phone' : 'desktop';
  const files = (names: string[]) => names.map((name) => `**/${name}.spec.ts`);
  const never = files(only[other]);
  if (!isOnce) return never;
  if (size === 'desktop') return [...never, ...files(onTheWay)];
  const here = [...onTheWay, ...looks, ...only.phone].join('|');
  return [...never, new RegExp(`/(?!(?:${here})\\.spec\\.ts$)[^/]*\\.spec\\.ts$`)];
}
