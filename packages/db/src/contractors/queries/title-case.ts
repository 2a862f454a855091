/**
 * The license board writes names and cities in capitals. This file guesses how a firm writes itself. It changes what is
 * shown and nothing that is stored or searched. A word is worked out once and remembered: names repeat few words.
 */
import { capitalized, eachPiece, isMixed, remember, smallWords, surname } from '../../places/city-case.ts';

const firmWords = new Map<string, string>();

/** Words of two letters that are no initials. */
const shortWords = new Set(
  `AD AH AL AM AN AS AT AU AX BE BI BO BY CO CY DA DE DI DO DU ED EL EN ES FE FU GO GU HA HE HI HO HU IF IN IS IT JI JO KO LA LE
   LI LO LU LY MA ME MI MO MY NG NO NU OF OH OK OM ON OR OX OZ PA QI RE SI SO SU TO TY UP WE WU XU YE YI YO YU ZE`.split(
    /\s+/,
  ),
);

/** Abbreviations after a name. At its beginning they are initials: `JR ROOFING`, `CO BUILDERS`. */
const endings = new Map(
  Object.entries({
    ASSN: 'Assn.',
    ASSOC: 'Assoc.',
    BLDG: 'Bldg.',
    BLDRS: 'Bldrs.',
    BROS: 'Bros.',
    CO: 'Co.',
    CONST: 'Const.',
    CONSTR: 'Constr.',
    CONTR: 'Contr.',
    CORP: 'Corp.',
    DIV: 'Div.',
    ESQ: 'Esq.',
    INC: 'Inc.',
    INTL: 'Intl.',
    JR: 'Jr.',
    LTD: 'Ltd.',
    MFG: 'Mfg.',
    MGMT: 'Mgmt.',
    SR: 'Sr.',
    SVC: 'Svc.',
    SVCS: 'Svcs.',
  }),
);

const titles = new Map([
  ['DR', 'Dr.'],
  ['MR', 'Mr.'],
  ['MRS', 'Mrs.'],
]);

/** `ST` and `MT` before these are Saint and Mount; elsewhere they are initials or a street. */
const saints = new Set(
  `ANDREW ANDREWS ANNE ANTHONY BERNARD CATHERINE CHARLES CLAIR CLARE CLOUD CROIX ELIZABETH FRANCIS GEORGE HELENA IVES JAMES JOE
   JOHN JOHNS JOSEPH JUDE LAWRENCE LOUIS LUCIA LUKE MARK MARTIN MARY MARYS MATTHEW MICHAEL NICHOLAS PATRICK PAUL PETER REGIS
   ROSE STEPHEN THERESA THOMAS VINCENT`.split(/\s+/),
);
const mountains = new Set(
  'BALDY DIABLO EDEN EVEREST HAMILTON HERMON HOOD LASSEN LAUREL OLIVE RAINIER SHASTA TAM VERNON WHITNEY ZION'.split(
    ' ',
  ),
);

/** Words with a spelling of their own, or acronyms that could be read as words. */
const known = new Map([
  ...`AAA ACM ADU AFB AIA AKA APO BBQ CAD CEO CPA CSI CSLB DBA DBE DIY DVBE EIFS EPA FBI FKA FPO GFCI HERS HOA HVAC HVACR IBEW ICF
     III LED LEED MBE MEP NAMC NASA NECA OEM OSHA ROI SBE TIG UCLA UPS USA USMC VFW VII VIII VIP WBE XII XIII XIV XVI XXI`
    .split(/\s+/)
    .map((word): [string, string] => [word, word]),
  ['ADUS', 'ADUs'],
  ['ASSN', 'Assn'],
  ['BLDG', 'Bldg'],
  ['BLDGS', 'Bldgs'],
  ['BLDR', 'Bldr'],
  ['BLDRS', 'Bldrs'],
  ['BLVD', 'Blvd'],
  ['GMBH', 'GmbH'],
  ['HTG', 'Htg'],
  ['LTD', 'Ltd'],
  ['MFG', 'Mfg'],
  ['MGMT', 'Mgmt'],
  ['MGT', 'Mgt'],
  ['MTN', 'Mtn'],
  ['NORCAL', 'NorCal'],
  ['PHD', 'PhD'],
  ['PLBG', 'Plbg'],
  ['PLMBG', 'Plmbg'],
  ['SGT', 'Sgt'],
  ['SOCAL', 'SoCal'],
  ['SVC', 'Svc'],
  ['SVCS', 'Svcs'],
  ['CO-OP', 'Co-op'],
  ['C/O', 'c/o'],
  ['D/B/A', 'd/b/a'],
  ['W/', 'w/'],
] as [string, string][]);

/** The beginnings and endings of words of three letters that can be spoken: others are acronyms. */
const spokenStart =
  /^(?:BL|BR|CH|CL|CR|DJ|DR|DW|FL|FR|GL|GN|GR|KH|KL|KN|KR|PH|PL|PR|RH|SC|SH|SK|SL|SM|SN|SP|SQ|ST|SW|TH|TR|TW|WH|WR)/;
const spokenEnd =
  /(?:BB|BS|CH|CK|CT|DD|DS|FF|FT|GG|GH|GS|HM|KS|LB|LD|LF|LK|LL|LM|LP|LS|LT|MM|MP|MS|ND|NG|NK|NN|NS|NT|PP|PS|PT|RB|RC|RD|RF|RK|RL|RM|RN|RR|RS|RT|SH|SK|SP|SS|ST|TH|TS|TT|WE|WL|WN|WS|XL|ZZ)$/;

/**
 * The name in title case: `O'BRIEN & SONS HVAC INC` is “O'Brien & Sons HVAC Inc.”. A name with small letters stays as it is,
 * because somebody chose them.
 */
export function titleCase(filed: string): string {
  if (isMixed(filed)) return filed;
  const words = filed.split(' ');
  const last = words.length - 1;
  let isFirst = true;
  for (let at = 0; at <= last; at++) {
    const word = words[at] as string;
    words[at] = firmWord(word, isFirst, at === last, words[at + 1], words[at - 1]);
    isFirst = word === 'DBA' || word === 'D/B/A' || (isFirst && word === '');
  }
  return words.join(' ');
}

function firmWord(
  word: string,
  isFirst: boolean,
  isLast: boolean,
  next: string | undefined,
  previous: string | undefined,
): string {
  if (!isFirst) {
    if (!isLast && smallWords.has(word)) return word.toLowerCase();
    const ending = endings.get(word) ?? endingWithSigns(word);
    if (ending !== undefined) return ending;
    if (word === 'ST' && previous !== undefined && /^\d+(ST|ND|RD|TH)$/i.test(previous)) return 'St.';
  } else if (!isLast && titles.has(withoutPeriod(word))) return titles.get(withoutPeriod(word)) as string;
  if (next !== undefined) {
    if ((word === 'ST' || word === 'ST.') && saints.has(next)) return 'St.';
    if ((word === 'MT' || word === 'MT.') && mountains.has(next)) return 'Mt.';
  }
  const made = firmWords.get(word);
  return (
    made ??
    remember(firmWords, word, known.get(word) ?? eachPiece(word, initialsIn(word) ? initialPiece : firmPiece))
  );
}

const withoutPeriod = (word: string): string => (word.endsWith('.') ? word.slice(0, -1) : word);

/** `AT&T` and `PG&E`: a letter by itself beside the sign makes the rest initials too. */
const initialsIn = (word: string): boolean =>
  /[&+]/.test(word) && word.split(/[&+]/).some((piece) => /^\p{L}$/u.test(piece));

const initialPiece = (piece: string): string => (piece.length === 2 ? piece : firmPiece(piece));

/** `INC,` and `INC.)`: an ending with the signs after it, and no second period. */
function endingWithSigns(word: string): string | undefined {
  const code = word.charCodeAt(word.length - 1);
  if (code >= 65 && code <= 90) return undefined;
  const [, letters = '', signs = ''] = /^([A-Z]+)\.?([,;:)"'.]*)$/.exec(word) ?? [];
  const ending = endings.get(letters);
  return ending === undefined ? undefined : ending + signs;
}

function firmPiece(piece: string): string {
  const own = known.get(piece);
  if (own !== undefined) return own;
  if (/\d/.test(piece)) return withDigits(piece);
  const name = surname(piece);
  if (name !== undefined) return name;
  if (piece.length === 2) return shortWords.has(piece) ? capitalized(piece) : piece;
  if (/^[B-DF-HJ-NP-TV-XZ]+$/.test(piece)) return piece;
  if (piece.length === 3 && isAcronym(piece)) return piece;
  return capitalized(piece);
}

/** `CSI` and `ABC` begin or end as no word does. */
function isAcronym(piece: string): boolean {
  return (
    (/^[B-DF-HJ-NP-TV-XZ]{2}[AEIOUY]$/.test(piece) && !spokenStart.test(piece)) ||
    (/^[AEIOU][B-DF-HJ-NP-TV-XZ]{2}$/.test(piece) && !spokenEnd.test(piece))
  );
}

/** `1ST` and `24HR` are words, `3D` and `A1` are codes, `4EVER` is a joke. */
function withDigits(piece: string): string {
  if (/^\d+(ST|ND|RD|TH|S|HR|HRS)$/.test(piece)) return piece.toLowerCase();
  return piece.replace(/\p{L}+/gu, (letters) => (letters.length >= 4 ? capitalized(letters) : letters));
}
