/** The address to which a mail program sends the one click that ends letters like this one. */
export const stopAddress = (origin: string, keys: string[]): string =>
  `${origin}/api/stop-emails?${keys.map((key) => `key=${key}`).join('&')}`;

/** The page on which a person does the same. The key is behind the # so that a program that opens links ends nothing. */
export const stopPage = (origin: string, key: string): string => `${origin}/stop-emails#${key}`;
