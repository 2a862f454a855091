import type { Random } from './random.ts';

const beginnings =
  'AL BEL BRIN CAL COR DAR DEL EL FAR FEN GAL HAL IL JOR KEL LAN LOR MAR MEL NOR OR PEL QUIN RAN ROS SAL SOL TAL TOR UL VAL VEL WIN XAN YAR ZEL'.split(
    ' ',
  );
const middles =
  'A ADO AMO ANI ARI AVE ECO EDA EMI ENDO ERI ESTO IBO IDA ILLO IMA INO IRA OBA ODI OLA OME ONI ORA OTE UBI UDA ULO UMA UNE URI'.split(
    ' ',
  );
const ends =
  'BAR CA CO DEX DOR FORD GEN KA LEX LIN MAR MET MIX NA NEX NIX NOR PRO RA RON SA TEK TON TRA VEN VIA VO WAY ZAR ZON'.split(
    ' ',
  );

const words = beginnings.length * middles.length * ends.length;

/**
 * A word that no dictionary has. A few are frequent and most occur once or twice, as in the names of real firms. A
 * search for a rare word, and the word list for spelling corrections, then have a realistic size.
 */
export function coinWord(random: Random): string {
  const rank = Math.floor(words * random.next() ** 3);
  // Words of similar rank must not look alike, or the frequent ones would all begin the same.
  const word = (rank * 7_919) % words;
  const beginning = beginnings[word % beginnings.length];
  const middle = middles[Math.floor(word / beginnings.length) % middles.length];
  return `${beginning}${middle}${ends[Math.floor(word / beginnings.length / middles.length)]}`;
}
