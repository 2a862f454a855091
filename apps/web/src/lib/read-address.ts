/** By hand, because the first script of every page holds how each address is read. */
export const text = (value: unknown, longest: number) =>
  (typeof value === 'string' || typeof value === 'number') && String(value).trim() !== ''
    ? String(value).slice(0, longest)
    : undefined;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const id = (value: unknown) => (typeof value === 'string' && uuid.test(value) ? value : undefined);

export const fitting = (value: unknown, pattern: RegExp) =>
  typeof value === 'string' && pattern.test(value) ? value : undefined;

export const day = (value: unknown) => {
  const given = fitting(value, /^20\d{2}-\d{2}-\d{2}$/);
  // The engine takes February 30 for a day of March.
  return given && new Date(given).toJSON()?.startsWith(given) ? given : undefined;
};
