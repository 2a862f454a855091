import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  home_sections_not_too_many: 'The home page has 40 sections already, and that’s the most. Remove one first.',
  home_sections_lead_shown: 'The first words of the home page always show.',
  home_pictures_one_of_section: 'Someone else changed this picture at the same moment. Try again.',
  home_pictures_sensible: 'Choose a smaller picture.',
};

export const defects: Refusals = {
  home_sections_one_of_kind:
    'The policies let staff add benefits and texts alone, and the index is about the others.',
};
