import { ErrorPanel } from '../../ui/error-panel.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SkeletonCard, SkeletonLine, ThinBar } from '../../ui/skeleton.tsx';
import { Specimen } from './specimen.tsx';

/** Everything that a page tells. */
export function Messages() {
  return (
    <>
      <Specimen title="Notices">
        <Notice kind="ok" title="We have your application">
          <p>We’ll email you when we’ve made a decision.</p>
        </Notice>
        <Notice kind="info" title="Two-step sign-in is off" />
        <Notice kind="warn" title="Your membership ends in 12 days">
          <p>Regular, through December 8, 2026.</p>
        </Notice>
        <ErrorPanel
          what="Couldn’t load the members"
          error={new Error('Try again.')}
          retry={() => undefined}
        />
      </Specimen>
      <Specimen title="Loading">
        <ThinBar busy />
        <SkeletonLine className="w-2/3" />
        <SkeletonCard />
      </Specimen>
      <Specimen title="Facts">
        <Facts
          facts={[
            ['Status', 'Member'],
            ['Company', 'Harbor Light Electric'],
            ['Email', 'ana.flores@example.org'],
          ]}
        />
      </Specimen>
    </>
  );
}
