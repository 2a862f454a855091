/**
 * SQL expressions in place of random values: the same for the same seed and row, whatever else runs. `i` is the
 * row's number, and `salt` distinguishes the values of one row.
 */
export interface Values {
  /** A whole number from 0 to `below` - 1. */
  number: (i: string, salt: string, below: number | string) => string;
  /** A number from 0 to 1. */
  share: (i: string, salt: string) => string;
  /** The id of row `i` of a table. */
  id: (table: string, i: string) => string;
  /** An id made from a text (RFC 9562, version 8). */
  uuid: (text: string) => string;
  /** The id of row `i` of a table whose ids are in the order of the instant `at` (RFC 9562, version 7). */
  timedId: (table: string, i: string, at: string) => string;
  /** One of the words of a list. */
  pick: (i: string, salt: string, words: readonly string[]) => string;
}

export function valuesFor(seed: number): Values {
  const hash = (i: string, salt: string) =>
    `hashint8extended((${i})::bigint, hashtextextended('${salt}', ${seed}))`;
  const number: Values['number'] = (i, salt, below) =>
    `(((${hash(i, salt)}) & 9223372036854775807) % (${below}))`;
  const uuid = (text: string) =>
    `overlay(overlay(md5(${text}) placing '8' from 13) placing 'a' from 17)::uuid`;
  return {
    number,
    share: (i, salt) => `(${number(i, salt, 1_000_000)} / 1000000.0)`,
    uuid,
    id: (table, i) => uuid(`'${seed}/${table}/' || (${i})`),
    timedId: (table, i, at) => `overlay(overlay(overlay(md5('${seed}/${table}/' || (${i}))
      placing lpad(to_hex(floor(extract(epoch from ${at}) * 1000)::bigint), 12, '0') from 1)
      placing '7' from 13) placing 'a' from 17)::uuid`,
    pick: (i, salt, words) => `('{${words.join(',')}}'::text[])[${number(i, salt, words.length)} + 1]`,
  };
}

export const firstNames =
  'Ana,Ben,Carla,Dion,Elena,Femi,Grace,Hiro,Imani,Jorge,Kira,Luis,Maya,Noor,Omar,Pilar,Quinn,Rosa,Sam,Tala,Uma,Victor,Wen,Ximena,Yusuf,Zora'.split(
    ',',
  );
export const lastNames =
  'Abara,Benitez,Castellan,Delacroix,Eastwick,Fontaine,Gallardo,Hinojosa,Ibarra,Jimenez,Kapoor,Lindqvist,Montrose,Nakagawa,Okonjo,Palomar,Quintero,Rosales,Santoro,Tamura,Underhill,Villanueva,Whitlock,Yamada,Zamora'.split(
    ',',
  );
export const firms = 'Bayside,Redwood,Golden Gate,Delta,Sierra,Pacific,Valley,Mission,Harbor,Summit'.split(
  ',',
);
export const trades =
  'Electric,Plumbing,Concrete,Roofing,Painting,Solar,Mechanical,Builders,Paving,Landscape'.split(',');
/** The first words are in most texts, the last in one of several thousand. */
export const works =
  'renovation,repair,construction,installation,retrofit,replacement,expansion,demolition,seismic strengthening,restoration'.split(
    ',',
  );
export const places =
  'school,library,warehouse,apartment building,clinic,fire station,office,bridge,water main,park,terminal,substation,reservoir,courthouse,aquarium,observatory,lighthouse'.split(
    ',',
  );
