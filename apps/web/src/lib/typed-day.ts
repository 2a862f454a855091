/** Years that a person means. In a field for a date, `0002` is the beginning of 2026. */
const meant = /^(?:19|20|21)\d\d-\d\d-\d\d$/;

/**
 * The day that a field for a date holds while somebody types: the day once its year is complete, and null before. An empty
 * field says nothing until it is left, because a field that is not complete is empty too.
 */
export const typedDay = (held: string): string | null => (meant.test(held) ? held : null);
