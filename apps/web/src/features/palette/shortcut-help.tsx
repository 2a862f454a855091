import { Dialog } from '../../ui/dialog.tsx';

const apple = /Mac|iP(hone|ad)/;
export const commandKey = apple.test(navigator.userAgent) ? '⌘' : 'Ctrl';

const shortcuts: [keys: string[], does: string][] = [
  [[commandKey, 'K'], 'Go to a page, a license or a member'],
  [['/'], 'Search'],
  [['j'], 'Next row of a list'],
  [['k'], 'Previous row of a list'],
  [['g', 'h'], 'Go to your home page'],
  [['g', 'c'], 'Go to the contractors'],
  [['g', 's'], 'Go to what you saved'],
  [['g', 'n'], 'Go to your notifications'],
  [['g', 'a'], 'Go to the staff pages'],
  [['?'], 'Show this list'],
  [['Esc'], 'Close what is open'],
];

/** All shortcuts of the keyboard. */
export default function ShortcutHelp({ close }: { close: () => void }) {
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
          {shortcuts.map(([keys, does]) => (
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
