import { z } from 'zod/mini';

/** Emoji, and the signs that may be drawn as one. */
const picture = '[©®‼⁉™-➿⤴-⭕\u{1f000}-\u{1faff}]';
/**
 * An emoji with what asks for its picture (U+FE0F) and joins it to others (U+200D), or the picture of a key. Between other letters the
 * same two characters hide text. The database's `is_one_line` has the same expression.
 */
const emoji = `${picture}\ufe0f?(\u200d${picture}\ufe0f?)*|[0-9#*]\ufe0f\u20e3`;

/** Takes characters out of a text, and leaves its emoji as they are. */
function without(characters: string): (text: string) => string {
  const either = new RegExp(`(${emoji})|${characters}`, 'gu');
  return (text) => text.replace(either, '$1');
}

/**
 * Characters that one line of text never holds: controls, line separators, half a surrogate pair, and everything that
 * is drawn as nothing or reorders its neighbors (zero-width characters, bidirectional controls). The database's
 * `is_one_line` refuses the same ones. The two of emoji are left out elsewhere before.
 */
const notInLine = /(?![\u200d\ufe0f])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/u;
/** Controls that text of many lines does not hold either. A tab and a line feed stay. */
const notInText = /(?![\t\n])[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Leaves out characters that nobody sees or types on purpose in one line: they come along with pasted text, with emoji, and between
 * the letters of some scripts. A person could not find them to take them away.
 */
const withoutHidden = without('[\u00ad\u200b-\u200d\u2060\ufe00-\ufe0f\ufeff]');

const short = (longest: number) => `must have at most ${longest} characters`;

/** A schema whose accepted value is then changed. */
export const changed = <Schema extends z.ZodMiniType, Changed>(
  schema: Schema,
  change: (accepted: z.output<Schema>) => Changed,
) => z.pipe(schema, z.transform(change));

/** One line of text, such as a name, a company, a city, or a title: trimmed, in Unicode's composed form (NFC). */
export const lineOrNone = (longest: number) =>
  z.string().check(
    z.overwrite(withoutHidden),
    z.trim(),
    z.normalize('NFC'),
    z.maxLength(longest, short(longest)),
    z.refine((text) => !notInLine.test(text), 'must be one line, without invisible characters'),
  );

const isRequired = 'is required';
const required = z.minLength(1, isRequired);

/** One line of text that is not empty. */
export const oneLine = (longest: number) => lineOrNone(longest).check(required);

const hidden = new RegExp(notInLine, 'gu');

/** Leaves out what is drawn as nothing, within a word as between words. Controls and line separators divide words. */
const withoutNothing = without('[\\p{Cf}\\p{Default_Ignorable_Code_Point}]');

/** Text of another system, or pasted text, as one line, without what is drawn as nothing. A control character becomes a space. */
export const asOneLine = (text: string) => withoutNothing(text).replace(hidden, ' ').trim().normalize('NFC');

/** Text of another system that may have several lines. */
export const asLines = (text: string) =>
  text.replace(/\r\n?/g, '\n').replace(notInText, ' ').trim().normalize('NFC');

/** Typed or pasted text to search for. */
export const searchText = (longest: number) =>
  z.string().check(z.overwrite(asOneLine), z.maxLength(longest, short(longest)));

/** Text of several lines, such as a message or a reason. Each control character but tab and line feed becomes a space. */
export const linesOrNone = (longest: number) =>
  z
    .string()
    .check(
      z.overwrite((text) => text.replace(/\r\n?/g, '\n').replace(notInText, ' ')),
      z.trim(),
      z.normalize('NFC'),
      z.maxLength(longest, short(longest)),
    )
    .register(z.globalRegistry, { lines: 'many' });

/** Text of several lines that is not empty. */
export const manyLines = (longest: number) =>
  linesOrNone(longest).check(required).register(z.globalRegistry, { lines: 'many' });

/**
 * Refuses a date, with a time or without one, that nobody means. Past the year 9999 neither JavaScript nor PostgreSQL reads what a field
 * holds, and a zone’s clocks may be there already on its last day. ISO 8601 counts a year 0, and PostgreSQL does not.
 */
export const isNearDay = () => z.regex(/^(19|20|2100)/, 'must be a day from 1900 to 2100');

/** A calendar date without a time, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date('must be a date such as 2026-12-31').check(isNearDay());

/** An instant in UTC, as the API writes it: `2026-12-31T08:00:00Z`. */
export const instant = z.iso.datetime('must be a date and time').check(isNearDay());

export const id = z.uuid('must be an id');

/** The end of a page of a list, as the page itself said it. */
export const cursor = z.string().check(z.regex(/^[\w-]{0,500}$/, 'must be a page’s own cursor'));

/** The number of rows that an answer may hold. */
export const limit = (most: number, otherwise: number) =>
  z._default(z.int().check(z.minimum(1), z.maximum(most)), otherwise);

/** At most `most` things of a kind, each once, by default none. */
export const listOf = <Item extends z.ZodMiniType>(item: Item, most: number, things: string) =>
  z._default(
    z.array(item).check(
      z.maxLength(most, `must list at most ${most} ${things}`),
      z.overwrite((items) => [...new Set(items)]),
    ),
    [],
  );

/** A page of a list: where the page before ended, and how long this one may be. */
export const page = z.object({
  cursor: z.optional(cursor),
  limit: limit(100, 25),
});

export type PageInput = z.infer<typeof page>;

export const miles = (most: number) =>
  z
    .number('must be a number of miles')
    .check(z.minimum(1, 'must be at least 1 mile'), z.maximum(most, `must be at most ${most} miles`));

/** A person's own words for a place, and the statute miles around it. */
export const around = z.object({
  near: z._default(searchText(80), ''),
  miles: z._default(miles(200), 50),
});

/** The time zone of a deadline or a start. The portal shows it in Los Angeles time with the zone named. */
export const timeZones = [
  'America/Los_Angeles',
  'America/Phoenix',
  'America/Denver',
  'America/Chicago',
  'America/New_York',
  'America/Anchorage',
  'Pacific/Honolulu',
] as const;

/**
 * One mailbox: no display name, comment, quotation, list or group, so that no mail program reads a second address out
 * of it. Stored trimmed and in lower case. Dots and plus tags stay: whether they name the same mailbox is for its own
 * server to know. The database's check `users_email_normalized` repeats the grammar.
 */
export const email = z.pipe(
  z.string().check(z.overwrite(withoutHidden), z.trim(), z.toLowerCase(), z.maxLength(254, short(254))),
  z.email({
    pattern:
      /^(?!\.)(?!.*\.\.)[a-z0-9_'+.-]{0,63}[a-z0-9_+-]@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/,
    error: ({ input }) => (input === '' ? isRequired : 'Enter an email address like name@example.com'),
  }),
);

/** A form field that may be left empty. */
export const unlessBlank = <Schema extends z.ZodMiniType<unknown, string>>(schema: Schema) =>
  z.pipe(
    changed(z.optional(z.string()), (text) => (text?.trim() ? text : undefined)),
    z.optional(schema),
  );
