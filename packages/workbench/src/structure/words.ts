import type { Problem } from './checks.ts';

/** Texts that people read: pages, the API's answers, the inputs' messages, letters and refusals. */
const speaks =
  /^(apps\/web\/src\/(?!features\/dev-ui\/)|apps\/api\/src\/|packages\/inputs\/src\/|packages\/db\/src\/[^/]+\/(letters|refusals)\.ts$)/;
const isTest = /\.(test|fixture|gen)\.tsx?$/;

/** Phrases that sound translated, or that say one thing in a second way. The other word is what to write. */
const phrases: [RegExp, string][] = [
  [/\be-mails?\b/i, 'email'],
  [/\bgood no more\b/i, 'has expired'],
  [/\blook into your mail\b/i, 'check your email'],
  [/\bcommonest\b/i, 'most common'],
  [/\bwhoever\b/i, 'the person who'],
  [/\ball the same\b/i, 'anyway'],
  [/\bany more\b(?=[.'’`”])/i, 'anymore, or no longer'],
  [/\bat any time\b/i, 'anytime'],
  [/\bfailed for good\b/i, 'failed'],
  [/\bsign of life\b/i, 'response'],
  [/\bwrite to us\b/i, 'contact us, with the ways to do so'],
  [/\banswer any mail\b/i, 'reply to any email'],
  [/\b(become a member|apply for membership)\b/i, 'Join NAMC'],
  [/\bour staff (have|review|stop|reviewed|suspended|reinstated)\b/i, 'we'],
  [/\bto staff alone\b/i, 'only staff'],
  [/\bchoose all of these\b|\bchosen ones\b/i, 'selected'],
  [/\bwaits for (you|the answer)\b/i, 'is waiting for'],
  [/\bspeaks against\b/i, 'contradicts'],
  [/\bsomebody, probably you\b|\bsomeone, probably you\b/i, 'we got a request'],
  [/\byou find here\b/i, 'here are'],
  [/\bI have kept them\b/i, 'I’ve saved them'],
  [/\bwas used already\b/i, 'didn’t work'],
  [/\bnone that you have not read\b/i, 'you’re all caught up'],
  [/\bforget what has expired\b/i, 'clean up expired data'],
  [/\bmakes room for the months\b/i, 'makes room for the records of …'],
  [/\brole of staff\b/i, 'staff role'],
  [/\b(kind of row|row’s id)\b/i, 'kind of record, or record ID'],
  [/\bwhat happened with it\b/i, 'account history'],
  [/\bthere is a newer\b/i, 'there’s a newer'],
  [
    /\b(you follow|has|have|is) no (license|saved search|application)(?! \$)\b(?= yet)/i,
    'you don’t have any … yet',
  ],
];

/** People are spoken to with contractions. Letters have no other reader. */
const stiff =
  /\b(did|do|does|is|was|are|were|will|can|have|has|could) not\b|\bcannot\b|\b(you|we) (are|will)\b/;

/** Sentences of the product that no American writer would write. */
export function checkWords(files: { path: string; text: string }[]): Problem[] {
  const problems: Problem[] = [];
  for (const { path, text } of files) {
    if (!speaks.test(path) || isTest.test(path)) continue;
    const isLetter = path.endsWith('/letters.ts');
    for (const [at, line] of withoutComments(text).split('\n').entries()) {
      const say = (problem: string) => problems.push({ file: path, line: at + 1, problem });
      for (const [phrase, better] of phrases) {
        const [found] = phrase.exec(line) ?? [];
        if (found) say(`says “${found}” to people: write “${better}”`);
      }
      const [found] = (isLetter && stiff.exec(line)) || [];
      if (found) say(`says “${found}” in a letter: contract it`);
    }
  }
  return problems;
}

/** The text with its lines, and nothing in place of comments. */
const withoutComments = (text: string) =>
  text.replace(/\/\*.*?\*\//gs, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|\s)\/\/.*/g, '$1');
