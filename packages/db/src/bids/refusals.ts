import type { Refusals } from '../engine/refusals.ts';

export const refusals: Refusals = {
  project_applications_one_live: 'You already have a bid on this project.',
  project_applications_one_awarded: 'This project is already awarded to another bid.',
};
