const pages: [path: RegExp, words: string][] = [
  [/^\/contractors\/.*#follow$/, 'follow this license'],
  [/^\/contractors.*#save$/, 'save this search'],
  [/^\/settings/, 'see your account settings'],
  [/^\/notifications/, 'see your notifications'],
  [/^\/saved/, 'see what you saved'],
  [/^\/application/, 'see your application'],
  [/^\/admin/, 'use the staff pages'],
];

/** The wish of a person who was asked to sign in, in words that follow “Sign in to”. */
export function pageBehind(next: string | undefined): string | undefined {
  return next && pages.find(([path]) => path.test(next))?.[1];
}
