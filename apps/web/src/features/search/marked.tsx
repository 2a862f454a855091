import { fold, foldedWords } from '@namc/inputs/fold';

/** A text with the words marked that begin as a typed one does. It is text alone: nothing in it can be a tag. */
export function Marked({ text, typed }: { text: string; typed: string }) {
  const words = foldedWords(typed);
  if (words.length === 0) return text;
  let at = 0;
  return text.split(/([^\p{L}\p{N}\p{M}'’]+)/u).map((piece) => {
    const key = at;
    at += piece.length + 1;
    const isMeant = piece !== '' && words.some((word) => fold(piece).startsWith(word));
    return isMeant ? (
      <mark key={key} className="bg-transparent font-semibold text-inherit">
        {piece}
      </mark>
    ) : (
      piece
    );
  });
}
