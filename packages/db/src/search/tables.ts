import { check, index, pgTable, text } from 'drizzle-orm/pg-core';
import { areLines } from '../engine/columns/standard.ts';

/**
 * The words of names by which the search across the portal corrects misspelled ones: of people, of firms in the directory and of
 * projects that are no drafts. A job writes them anew. The functions of the search alone read them: a word may be of a name that the
 * reader does not see, and finds nothing for that reader.
 */
export const searchWords = pgTable('search_words', { word: text('word').primaryKey() }, (table) => [
  check('search_words_one_line', areLines('word')),
  index('idx_search_words_trigrams').using('gist', table.word.op('gist_trgm_ops')),
]);
