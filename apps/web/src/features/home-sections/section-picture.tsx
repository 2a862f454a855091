import type { HomeSection } from './home-section.ts';

/** The picture of a section, if it has one. Its sides are known, so the page does not move when it arrives. */
export function SectionPicture({
  section,
  className = '',
  isFirst = false,
}: {
  section: HomeSection;
  className?: string;
  /** True for a picture on the first screen. */
  isFirst?: boolean;
}) {
  const { pictureId, pictureWidth, pictureHeight, pictureAlt, isShown } = section;
  if (!pictureId || !pictureWidth || !pictureHeight) return null;
  return (
    <img
      src={`/api/${isShown ? 'home-pictures' : 'home-sections/pictures'}/${pictureId}`}
      width={pictureWidth}
      height={pictureHeight}
      alt={pictureAlt ?? ''}
      loading={isFirst ? 'eager' : 'lazy'}
      decoding="async"
      className={`h-auto max-w-full ${className}`}
    />
  );
}
