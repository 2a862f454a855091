import type { ReactNode } from 'react';

/**
 * Text that a person typed, with a little structure: an empty line begins a paragraph, `# ` a heading, and lines that begin with
 * `- ` are a list. It stays text from the field to the page, so that nothing in it can run.
 */
export function Prose({ text }: { text: string }) {
  return <div className="max-w-[70ch] space-y-3 wrap-anywhere">{partsOf(text)}</div>;
}

const item = /^[-•*] +/;
const heading = /^#+ +/;

function partsOf(text: string): ReactNode[] {
  const parts: ReactNode[] = [];
  let lines: string[] = [];
  let isList = false;
  const end = () => {
    if (lines.length === 0) return;
    const key = parts.length;
    parts.push(
      isList ? (
        <ul key={key} className="list-disc space-y-1 pl-6">
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines never move.
            <li key={at}>{line}</li>
          ))}
        </ul>
      ) : (
        <p key={key} className="whitespace-pre-wrap">
          {lines.join('\n')}
        </p>
      ),
    );
    lines = [];
  };
  for (const line of text.split('\n')) {
    if (heading.test(line)) {
      end();
      parts.push(
        <h3 key={parts.length} className="pt-1 font-semibold">
          {line.replace(heading, '')}
        </h3>,
      );
    } else if (line.trim() === '') {
      end();
    } else {
      if (item.test(line) !== isList) end();
      isList = item.test(line);
      lines.push(isList ? line.replace(item, '') : line);
    }
  }
  end();
  return parts;
}
