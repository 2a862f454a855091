/** Says that the words of a link are more than a list searches for. */
export default function WordsLeftOut() {
  return (
    <p role="status" className="text-dense">
      This link contains more than a search can use. We left out the words after the first 200 characters.
    </p>
  );
}
