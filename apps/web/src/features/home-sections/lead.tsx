import { Link } from '@tanstack/react-router';
import { PageHeading } from '../../ui/page-heading.tsx';
import { useSignedIn } from '../accounts/me.ts';
import type { HomeSection } from './home-section.ts';
import { SectionPicture } from './section-picture.tsx';
import { Skyline } from './skyline.tsx';

const action =
  'inline-flex min-h-11 items-center rounded-control px-5 text-dense font-semibold focus-visible:outline-on-hero';

/** The first words of the home page, and the way to membership. Without a section it holds their place. */
export function Lead({ section }: { section: HomeSection | undefined }) {
  return (
    <div className="relative isolate overflow-hidden rounded-card bg-hero px-5 py-7 text-on-hero sm:px-10 sm:py-14">
      <div className="items-center gap-10 lg:grid lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="min-h-72">
          <PageHeading
            title="National Association of Minority Contractors, Northern California"
            className="max-w-[36ch] text-dense text-hero-accent"
          />
          {section && (
            <>
              <p className="mt-3 max-w-[16ch] text-display font-bold tracking-tight text-balance">
                {section.title}
              </p>
              {section.body && (
                <p className="mt-4 max-w-[52ch] whitespace-pre-line text-lead text-on-hero-2">
                  {section.body}
                </p>
              )}
              <WayIn />
            </>
          )}
        </div>
        {section?.pictureId ? (
          <SectionPicture section={section} isFirst className="mt-6 rounded-card lg:mt-0" />
        ) : (
          <Skyline className="hidden lg:block" />
        )}
      </div>
    </div>
  );
}

/** The way to membership, and for a person who is signed in the way to the own home page. */
function WayIn() {
  const me = useSignedIn();
  const main = `${action} bg-hero-accent text-on-hero-accent hover:opacity-90`;
  return (
    <p className="mt-6 flex flex-wrap items-center gap-x-4 gap-y-3">
      {me ? (
        <Link to="/home" className={main}>
          Go to your home page
        </Link>
      ) : (
        <>
          <Link to="/join" className={main}>
            Join NAMC
          </Link>
          <span className="text-dense text-on-hero-2">It takes about three minutes.</span>
        </>
      )}
    </p>
  );
}
