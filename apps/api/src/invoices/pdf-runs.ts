import bidiFactory from 'bidi-js';
import { showSign } from './pdf-fonts.ts';

/** A stretch of a line in one font, in the order in which it is drawn from left to right. */
export interface Run {
  font: string;
  text: string;
}

// Its types are of an ES module, and Node loads the CommonJS one, which is the function itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const signs = new Intl.Segmenter('en', { granularity: 'grapheme' });
const words = new Intl.Segmenter('en', { granularity: 'word' });

/** Letters of scripts that are read from right to left. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** The letters from which fontkit tells the direction of a run. It skips those that scripts share. */
const ofScript = /[^\p{Script=Common}\p{Script=Inherited}]/u;
const isRightToLeft = (text: string): boolean => rightToLeft.test(ofScript.exec(text)?.[0] ?? '');

export const signsOf = (text: string): string[] => Array.from(signs.segment(text), ({ segment }) => segment);

/**
 * The order in which fonts expect some marks, which HarfBuzz brings about and fontkit does not: in Arabic the doubling of a letter
 * before its vowel, in Thai and Lao the ring of the vowel “am” before the tone.
 */
const inOrderOfFonts = (text: string): string =>
  text
    .replace(/([\u064b-\u0650])\u0651/gu, '\u0651$1')
    .replace(/([\u0e48-\u0e4b]*)\u0e33/gu, '\u0e4d$1\u0e32')
    .replace(/([\u0ec8-\u0ecb]*)\u0eb3/gu, '\u0ecd$1\u0eb2');

/** The runs of a line from left to right, and whether a question mark stands for a sign that no font has. */
export function runsOf(line: string, isBold: boolean): { runs: Run[]; isIncomplete: boolean } {
  const text = inOrderOfFonts(line.normalize('NFC'));
  const levels = rightToLeft.test(text) ? bidi.getEmbeddingLevels(text, 'ltr').levels : undefined;
  const mirrored = levels && bidi.getMirroredCharactersMap(text, levels);
  const runs: (Run & { level: number })[] = [];
  let isIncomplete = false;
  for (const { segment, index } of signs.segment(text)) {
    const level = levels?.[index] ?? 0;
    const last = runs.at(-1);
    const before = level % 2 === 1 && last?.level === level ? last.font : undefined;
    const shown = showSign(mirrored?.get(index) ?? segment, isBold, before);
    if (!shown) continue;
    if (shown.isMissing) isIncomplete = true;
    if (last && last.font === shown.font && last.level === level) last.text += shown.text;
    else runs.push({ font: shown.font, text: shown.text, level });
  }
  return { runs: inVisualOrder(runs), isIncomplete };
}

/** Rule L2 of the Unicode Bidirectional Algorithm, for runs. fontkit turns the letters within a run of a right-to-left script itself. */
function inVisualOrder(runs: (Run & { level: number })[]): Run[] {
  const highest = Math.max(0, ...runs.map(({ level }) => level));
  for (let least = highest; least >= 1; least -= 1) {
    for (let start = 0; start < runs.length; start += 1) {
      let end = start;
      while (end < runs.length && runs[end]!.level >= least) end += 1;
      if (end > start) runs.splice(start, end - start, ...runs.slice(start, end).toReversed());
      start = end;
    }
  }
  return runs.map(({ font, text, level }) => ({
    font,
    text: (level % 2 === 1) === isRightToLeft(text) ? text : signsOf(text).toReversed().join(''),
  }));
}

/** Scripts that put no spaces between words. */
const withoutSpaces =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

/** The places at which a line may break: the words of a text, each with the spaces before it. */
export function wordsOf(text: string): string[] {
  return text
    .split(/\s+/)
    .filter(Boolean)
    .flatMap((word, at) => {
      const parts = withoutSpaces.test(word) ? partsOf(word) : [word];
      return at === 0 ? parts : [` ${parts[0]}`, ...parts.slice(1)];
    });
}

function partsOf(word: string): string[] {
  const parts: string[] = [];
  for (const { segment, isWordLike } of words.segment(word)) {
    // A line begins with no comma.
    if (isWordLike || parts.length === 0) parts.push(segment);
    else parts[parts.length - 1] += segment;
  }
  return parts;
}
