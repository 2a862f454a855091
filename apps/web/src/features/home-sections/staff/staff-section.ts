import { addedKinds } from '@namc/inputs/home-sections';
import type { inferOutput } from '@trpc/tanstack-react-query';
import type { api } from '../../../lib/api.ts';

export type StaffSection = inferOutput<(typeof api)['homeSections']['list']>[number];

/** The act that staff have begun. */
export type SectionAct = { kind: 'add' } | { kind: 'edit' | 'picture' | 'remove'; section: StaffSection };

export const kindWords = {
  LEAD: 'Introduction',
  SEARCH: 'Search',
  BENEFIT: 'Benefit',
  FIGURES: 'Live figures',
  MEMBERS: 'Newest members',
  TEXT: 'Text',
  JOIN: 'Call to join',
} as const satisfies Record<StaffSection['kind'], string>;

export const iconWords = {
  badge: 'Badge',
  shield: 'Shield',
  bell: 'Bell',
  map: 'Map pin',
  hands: 'Handshake',
  hat: 'Hard hat',
  chart: 'Chart',
  book: 'Book',
} as const satisfies Record<StaffSection['icon'], string>;

/** True for a section that staff have added and may remove. */
export const isAdded = ({ kind }: StaffSection) => addedKinds.some((added) => added === kind);

/** True for a section that shows a picture. */
export const mayHavePicture = ({ kind }: StaffSection) =>
  kind === 'LEAD' || kind === 'BENEFIT' || kind === 'TEXT';
