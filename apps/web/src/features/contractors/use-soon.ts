import { useEffect, useRef, useState } from 'react';

/**
 * The values with what a person has just chosen, and the function that chooses. A slow phone takes long to draw what follows from
 * a choice. So the choice shows at once, and `change` is called when the browser has painted it. Choices in between go along.
 */
export function useSoon<
  Values extends object,
  Changed extends { [Name in keyof Values]?: Values[Name] | undefined },
>(values: Values, change: (changed: Changed) => void): [shown: Values, choose: (changed: Changed) => void] {
  const [chosen, setChosen] = useState<{ from: Values; changed: Changed }>();
  const waiting = useRef<Changed>(undefined);
  const send = useRef(() => {});
  useEffect(() => {
    send.current = () => {
      const changed = waiting.current;
      waiting.current = undefined;
      if (changed) change(changed);
    };
  });
  // A choice is not lost when its form closes.
  useEffect(() => () => send.current(), []);
  const choose = (changed: Changed) => {
    const isFirst = waiting.current === undefined;
    waiting.current = { ...waiting.current, ...changed };
    setChosen({ from: values, changed: waiting.current });
    // The timer comes behind the frame that paints the choice.
    if (isFirst) requestAnimationFrame(() => setTimeout(() => send.current()));
  };
  return [chosen?.from === values ? ({ ...values, ...chosen.changed } as Values) : values, choose];
}
