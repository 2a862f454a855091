import { asSentence, changed, type Words } from './change-sentence.ts';

/** The words for a bond: the contractor's own, an LLC's for its workers, or one that a disciplinary case requires. */
export function wordsOfBond(prefix: string, bond: string): Record<string, Words> {
  const label = asSentence(bond);
  const about = { isAboutStanding: true } as const;
  return {
    [`${prefix}filed`]: { label, sentence: (_before, after) => `${bond} filed with ${after}` },
    [`${prefix}removed`]: {
      label,
      sentence: (before) => `${bond} no longer in the board’s file (before: ${before})`,
      ...about,
    },
    [`${prefix}cancellation_set`]: {
      label: `${label} canceled`,
      sentence: (_before, after) => `${bond} canceled as of ${after}`,
      ...about,
    },
    [`${prefix}cancellation_lifted`]: {
      label: `${label} canceled`,
      sentence: (before) => `the cancellation of the ${bond} as of ${before} no longer stands`,
      ...about,
    },
    [`${prefix}amount_changed`]: {
      label: `${label}, amount`,
      sentence: changed(`the amount of the ${bond}`),
    },
    [`${prefix}effective_date_changed`]: {
      label: `${label}, first day`,
      sentence: changed(`the first day of the ${bond}`),
      ...about,
    },
  };
}
