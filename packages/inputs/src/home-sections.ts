import { z } from 'zod/mini';
import { id, instant, lineOrNone, linesOrNone, oneLine } from './text.ts';

/** The kinds of sections on the public home page. */
export const sectionKinds = ['LEAD', 'SEARCH', 'BENEFIT', 'FIGURES', 'MEMBERS', 'TEXT', 'JOIN'] as const;
export type SectionKind = (typeof sectionKinds)[number];

/** Staff add and remove sections of these kinds. There is one of each other kind. */
export const addedKinds = ['BENEFIT', 'TEXT'] as const satisfies SectionKind[];

/** The icons of benefits. */
export const sectionIcons = ['badge', 'shield', 'bell', 'map', 'hands', 'hat', 'chart', 'book'] as const;
export type SectionIcon = (typeof sectionIcons)[number];

const words = {
  title: oneLine(120),
  body: z._default(linesOrNone(2000), ''),
  icon: z._default(z.enum(sectionIcons), 'badge'),
};

export const addHomeSectionInput = z.object({ kind: z.enum(addedKinds), ...words });
export type AddHomeSectionInput = z.infer<typeof addHomeSectionInput>;

/** `seenAt` is the time of the last change that the writer has seen. */
export const changeHomeSectionInput = z.object({
  sectionId: id,
  seenAt: instant,
  ...words,
});
export type ChangeHomeSectionInput = z.infer<typeof changeHomeSectionInput>;

export const showHomeSectionInput = z.object({ sectionId: id, isShown: z.boolean('must be true or false') });
export type ShowHomeSectionInput = z.infer<typeof showHomeSectionInput>;

export const moveHomeSectionInput = z.object({ sectionId: id, toward: z.enum(['top', 'bottom']) });
export type MoveHomeSectionInput = z.infer<typeof moveHomeSectionInput>;

export const removeHomeSectionInput = z.object({ sectionId: id });
export type RemoveHomeSectionInput = z.infer<typeof removeHomeSectionInput>;

/** The most bytes of a picture on the home page. The form makes a picture smaller before it sends it. */
export const pictureBytes = 400_000;

const side = z.coerce.number().check(z.int(), z.minimum(1), z.maximum(4000));

/** The words and sides of a picture, beside its bytes. An empty `alt` is for a picture that only decorates. */
export const setHomePictureInput = z.object({
  sectionId: id,
  width: side,
  height: side,
  alt: z._default(lineOrNone(200), ''),
});
export type SetHomePictureInput = z.infer<typeof setHomePictureInput>;

export const removeHomePictureInput = z.object({ sectionId: id });
export type RemoveHomePictureInput = z.infer<typeof removeHomePictureInput>;

export const getHomePictureInput = z.object({ pictureId: id });
export type GetHomePictureInput = z.infer<typeof getHomePictureInput>;
