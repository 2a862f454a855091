import { Share2 } from 'lucide-react';
import { Button } from '../../../ui/button.tsx';
import { toast } from '../../../ui/toasts.ts';

/** Opens the device's own sheet for sharing, and copies the page's address where there is none. */
export function ShareButton({ title, what = 'this record' }: { title: string; what?: string }) {
  const share = async () => {
    const url = window.location.href;
    try {
      if (navigator.canShare?.({ url })) return await navigator.share({ title, url });
      await navigator.clipboard.writeText(url);
      toast('Link copied.', { about: 'share' });
    } catch (error) {
      // The person closed the sheet.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      toast('Couldn’t share this page. Copy its address from the browser.', {
        kind: 'failed',
        about: 'share',
      });
    }
  };
  return (
    <Button onClick={() => void share()}>
      <Share2 aria-hidden className="size-4" />
      Share
      <span className="sr-only"> {what}</span>
    </Button>
  );
}
