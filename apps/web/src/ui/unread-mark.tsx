/** A dot before something that was not read yet, which a screen reader hears as a word. */
export function UnreadMark() {
  return (
    <>
      <span aria-hidden className="mr-2 inline-block size-2 rounded-full bg-link align-middle" />
      <span className="sr-only">Unread: </span>
    </>
  );
}
