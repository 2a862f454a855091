/**
 * The files of the build. Every file needs a request and compresses by itself, so parts that many pages share come
 * together. A module belongs to the first group that takes it, and brings the modules that it imports along.
 */
export const chunkGroups = [
  { name: 'portal', tags: ['$initial' as const], priority: 9 },
  // Icons come with the pages that show them, so that visitors load none of staff.
  {
    name: 'icons',
    test: /lucide-react/,
    priority: 8,
    minShareCount: 2,
    entriesAware: true,
    entriesAwareMergeThreshold: 1_500,
  },
  {
    name: 'parts',
    test: /src\/lib\/|inputs\/src\/day-words\.|src\/ui\/(chips|dialog|dialog-close|external-link|field-class|loading|notice|popover|sheet|skeleton)\.|(react-query|query-core)\//,
    priority: 7,
    minShareCount: 3,
  },
  { name: 'inputs', test: /inputs\/src\/(accounts|member-words|sign-in)\./, priority: 6, minShareCount: 2 },
  {
    name: 'forms',
    test: /react-hook-form|@hookform|features\/accounts\/code-field|src\/ui\/(email-field|fields|form|problem-words|use-draft|use-schema-form)\./,
    priority: 5,
    minShareCount: 3,
  },
  // The keys and the frame of staff share it, and nothing else.
  { name: 'open-palette', test: /src\/features\/palette\/open-palette\./, priority: 5 },
  {
    name: 'licenses',
    test: /src\/features\/(contractors|follows)\/(?!map|license)|inputs\/src\/(business-types|code-key|miles)\.|src\/ui\/print\./,
    priority: 4,
    minShareCount: 2,
  },
  {
    name: 'answers',
    test: /inputs\/src\/(application-answers|profile)\.|src\/features\/accounts\/person-labels\./,
    priority: 4,
    minShareCount: 2,
  },
  {
    name: 'marks',
    test: /src\/ui\/(confirm|initials|initials-mark|pill)\./,
    priority: 4,
    minShareCount: 2,
  },
  {
    name: 'finding',
    test: /src\/features\/(places\/place-field|directory\/own-area)\.|src\/ui\/combobox\./,
    priority: 4,
    minShareCount: 2,
  },
  {
    name: 'firm-parts',
    test: /src\/features\/directory\/directory-queries\.|inputs\/src\/(directory|skills)\./,
    priority: 5,
    minShareCount: 2,
  },
  {
    name: 'own-queries',
    test: /src\/features\/(invoices|memberships|renewals)\/[a-z-]+-queries\./,
    priority: 4,
    minShareCount: 2,
  },
  // The frame of a map beside a list, and what links both.
  {
    name: 'map-frame',
    test: /src\/features\/map\/(map-failure|map-frame|map-lights|view-toggle)\./,
    priority: 4,
    minShareCount: 2,
  },
  // The list of projects, the page of one, its bids and the staff's pages share them.
  {
    name: 'project-parts',
    test: /src\/features\/projects\/project-(queries|search)\./,
    priority: 5,
    minShareCount: 2,
  },
  {
    name: 'posting-parts',
    test: /src\/features\/projects\/posting\/posting-procedures\.|src\/features\/accounts\/settings-section\./,
    priority: 5,
    minShareCount: 2,
  },
  // The search of contractors keeps its place too, and has rows of its own.
  { name: 'kept-pages', test: /src\/ui\/use-kept-pages\./, priority: 5 },
  // Lists by pages, and what stands in the place of an empty one.
  { name: 'entries', test: /src\/ui\/(empty|entries|facts|illustrations)\./, priority: 4, minShareCount: 2 },
  {
    name: 'staff',
    test: /\/staff(-shell)?\/|src\/ui\/(choice|tabs)\./,
    priority: 4,
    minShareCount: 4,
  },
];

/** The first script names every file. A file of icons would be named after all of its pages. */
export const chunkFileNames = ({ name }: { name: string }): string =>
  `assets/${name.startsWith('icons~') ? 'icons' : '[name]'}-[hash].js`;
