/**
 * The license board writes names and cities in capitals. This file guesses how a firm writes itself. It changes what is
 * shown and nothing that is stored or searched. A word is worked out once and remembered: names repeat few words.
 */

const remembered = 20_000;
const firmWords = new Map<string, string>();
const cityWords = new Map<string, string>();

/** Words that are neither the first nor the last of a name. */
const smallWords = new Set('AND AS AT BY DEL FOR FROM IN OF ON OR THE TO WITH'.split(' '));
const smallInCities = new Set([...smallWords, 'DE']);

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

/** Names that go on with a capital after Mac. Most words that begin with it do not: `MACHADO`, `MACK`, `MACHINE`. */
const macNames = new Set(
  `ALISTER ALLISTER ARTHUR AULAY BRIDE CALLUM CARTHY CORMACK DERMOTT DONALD DONELL DONNELL DOUGAL DOUGALL DOWELL DUFF ELROY
   FARLANE GILL GOWAN GREGOR INNES INTOSH INTYRE KAY KINNON LACHLAN LAREN LEAN LEISH LEOD MILLAN MURRAY NAB NAIR NAMARA NEIL
   NEILL PHAIL PHEE PHERSON QUARRIE QUEEN RAE TAGGART VICAR WILLIAMS`.split(/\s+/),
);

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
  if (filed !== filed.toUpperCase()) return filed;
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

/** The city in title case: `LA CANADA FLINTRIDGE`, `MCFARLAND`, `MARINA DEL REY`, `ST HELENA`. */
export function cityCase(filed: string): string {
  if (filed !== filed.toUpperCase()) return filed;
  const whole = cityWords.get(filed);
  if (whole !== undefined) return whole;
  const words = filed.split(' ');
  const last = words.length - 1;
  const made = words.map((word, at) => {
    if (at > 0 && at < last && smallInCities.has(word)) return word.toLowerCase();
    if (at < last && /^(ST|MT|FT)\.?$/.test(word)) return `${capitalized(word.slice(0, 2))}.`;
    if (word === 'DC' || word === 'AFB') return word;
    return eachPiece(word, (piece) => surname(piece) ?? capitalized(piece));
  });
  return remember(cityWords, filed, made.join(' '));
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
  } else if (!isLast && titles.has(word)) return titles.get(word) as string;
  if (next !== undefined) {
    if ((word === 'ST' || word === 'ST.') && saints.has(next)) return 'St.';
    if ((word === 'MT' || word === 'MT.') && mountains.has(next)) return 'Mt.';
  }
  const made = firmWords.get(word);
  return made ?? remember(firmWords, word, known.get(word) ?? eachPiece(word, firmPiece));
}

/** `INC,` and `INC.)`: an ending with the signs after it, and no second period. */
function endingWithSigns(word: string): string | undefined {
  const code = word.charCodeAt(word.length - 1);
  if (code >= 65 && code <= 90) return undefined;
  const [, letters = '', signs = ''] = /^([A-Z]+)\.?([,;:)"'.]*)$/.exec(word) ?? [];
  const ending = endings.get(letters);
  return ending === undefined ? undefined : ending + signs;
}

/** Rewrites each run of letters, digits and apostrophes. */
function eachPiece(word: string, write: (piece: string) => string): string {
  return word.replace(/[\p{L}\p{M}\p{N}'’]+/gu, (piece, at: number) => {
    const before = word[at - 1];
    const after = word[at + piece.length];
    if (before === '-' && after === '-' && smallInCities.has(piece)) return piece.toLowerCase();
    if (before === '.' && /^(BIZ|COM|NET|ORG)$/.test(piece)) return piece.toLowerCase();
    return withApostrophes(piece, write);
  });
}

function withApostrophes(piece: string, write: (piece: string) => string): string {
  const at = piece.search(/['’]/);
  if (at < 0) return write(piece);
  const [head, sign, tail] = [piece.slice(0, at), piece[at] as string, piece.slice(at + 1)];
  const next = tail.search(/['’]/);
  const length = next < 0 ? tail.length : next;
  // O'Brien, D'Angelo, L'Atelier; but Joe's, Int'l, 'n'.
  const isName = /^[DLO]$/.test(head) && length >= 3;
  if (isName || (length >= 4 && head !== ''))
    return `${head && write(head)}${sign}${withApostrophes(tail, write)}`;
  if (head === '' && length >= 3) return `${sign}${withApostrophes(tail, write)}`;
  const rest = next < 0 ? '' : withApostrophes(tail.slice(length), write);
  return `${head && write(head)}${sign}${tail.slice(0, length).toLowerCase()}${rest}`;
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

/** McCoy and MacDonald; undefined for other words. */
function surname(piece: string): string | undefined {
  if (!piece.startsWith('M')) return undefined;
  if (piece.length >= 4 && piece.startsWith('MC')) return `Mc${capitalized(piece.slice(2))}`;
  if (piece.startsWith('MAC') && macNames.has(piece.slice(3))) return `Mac${capitalized(piece.slice(3))}`;
  return undefined;
}

function capitalized(piece: string): string {
  const [first = ''] = piece;
  return first + piece.slice(first.length).toLowerCase();
}

function remember(words: Map<string, string>, word: string, made: string): string {
  if (words.size >= remembered) words.clear();
  words.set(word, made);
  return made;
}
