'use client';
import { Switch } from '@base-ui/react/switch';
import { Dialog } from '#components/dialog.tsx';
import { Kbd } from '#components/kbd.tsx';
import { useCommandKey } from '#lib/use-command-key.ts';
import type { Shortcut } from './match-shortcut.ts';
import { useShortcutSwitch } from './shortcut-switch.ts';

interface ShortcutSheetProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly shortcuts: readonly Shortcut[];
}

const GROUPS = ['Go to', 'Do'] as const;

export function ShortcutSheet({ open, onOpenChange, shortcuts }: ShortcutSheetProps) {
  const { isOn, setOn } = useShortcutSwitch();
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <div className="grid gap-x-8 gap-y-4 sm:grid-cols-2">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3 className="mb-1.5 text-xs font-semibold text-muted">{group}</h3>
            <dl className="flex flex-col gap-1.5">
              {shortcuts
                .filter((shortcut) => shortcut.group === group)
                .map((shortcut) => (
                  <div key={shortcut.keys} className="flex items-center justify-between gap-3">
                    <dt>{shortcut.label}</dt>
                    <dd className="flex gap-1">
                      {shortcut.keys.split(' ').map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-5 flex items-center justify-between gap-4 border-t border-line pt-4">
        <span id="shortcut-switch" className="text-sm">
          Single-key shortcuts <span className="text-muted">({useCommandKey()}K always works)</span>
        </span>
        <Switch.Root
          checked={isOn}
          onCheckedChange={setOn}
          aria-labelledby="shortcut-switch"
          className="relative h-6 w-10 shrink-0 rounded-full border border-line-strong bg-sunken transition-colors data-checked:border-accent data-checked:bg-accent"
        >
          <Switch.Thumb className="block size-4.5 translate-x-0.5 rounded-full bg-line-strong transition-transform data-checked:translate-x-4.5 data-checked:bg-on-accent" />
        </Switch.Root>
      </div>
    </Dialog>
  );
}
