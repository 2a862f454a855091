import { Dialog } from '../../ui/dialog.tsx';
import { useSignedIn } from '../accounts/me.ts';

const apple = /Mac|iP(hone|ad)/;
export const commandKey = apple.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const shortcuts: [keys: string[], does: string, isFor?: 'members' | 'staff'][] = [
  [[commandKey, 'K'], 'Search the portal, or go to a page'],
  [['/'], 'Search'],
  [['j'], 'Next row of a list'],
  [['k'], 'Previous row of a list'],
  [['g', 'h'], 'Go to your home page', 'members'],
  [['g', 'c'], 'Go to the contractors'],
  [['g', 's'], 'Go to what you saved', 'members'],
  [['g', 'n'], 'Go to your notifications', 'members'],
  [['g', 'a'], 'Go to the staff pages', 'staff'],
  [['?'], 'Show this list'],
  [['Esc'], 'Close what is open'],
];

/** All shortcuts of the keyboard. */
export default function ShortcutHelp({ close }: { close: () => void }) {
  const me = useSignedIn();
  const isReader = { members: Boolean(me), staff: (me?.permissions.length ?? 0) > 0 };
  return (
    <Dialog title="Keyboard shortcuts" isOpen close={close}>
      <table className="w-full text-dense">
        <thead className="sr-only">
          <tr>
            <th scope="col">What it does</th>
            <th scope="col">Keys</th>
          </tr>
        </thead>
        <tbody className="divide-y divide-divider">
          {shortcuts
            .filter(([, , isFor]) => !isFor || isReader[isFor])
            .map(([keys, does]) => (
              <tr key={does}>
                <td className="py-2">{does}</td>
                <td className="py-2 text-right whitespace-nowrap">
                  {keys.map((one, position) => (
                    <span key={one}>
                      {position > 0 && (
                        <span className="text-text-2">{keys[0] === 'g' ? ' then ' : ' + '}</span>
                      )}
                      <kbd className="rounded-control border border-control bg-surface px-1.5">{one}</kbd>
                    </span>
                  ))}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <p className="mt-4 text-dense text-text-2">Single letters can be turned off on the Help page.</p>
    </Dialog>
  );
}
