/** A text in quotation marks; its own ones become single, so that none stand doubled. */
export const quoted = (text: string): string =>
  `“${text.replaceAll('“', '‘').replaceAll('”', '’').replaceAll('"', "'")}”`;
