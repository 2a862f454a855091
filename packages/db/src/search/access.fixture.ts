import type { SampleRows } from '../tools/testing/sample-rows.ts';

/** Words belong to nobody, so that each person has one of its own. */
export const rows: SampleRows = {
  search_words: {
    where: (person) => `word = 'word of ${person}'`,
    insert: (person) => `insert into search_words (word) values ('word of ${person}')`,
    attempt: (_person, fresh) => `insert into search_words (word) values ('word ${fresh}')`,
    update: 'word = word',
  },
};
