import type { Refusals } from '../engine/refusals.ts';

/** Only a defect can break these. */
export const defects: Refusals = {
  statement_servers_name: 'The sampler looks for the name first.',
  statement_texts_only_of_statements: 'The sampler keeps a text of statements alone.',
  deploys_in_order: 'The statement counts from 1.',
  statement_texts_without_values: 'The sampler withholds such a text.',
};
