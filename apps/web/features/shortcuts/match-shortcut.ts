export interface Shortcut {
  /** One key, or two in a row: `?`, `g u`. */
  readonly keys: string;
  readonly label: string;
  readonly group: 'Go to' | 'Do';
  readonly run: () => void;
}

export interface KeyPress {
  readonly key: string;
  readonly hasModifier: boolean;
  readonly isInField: boolean;
}

export type ShortcutMatch =
  | { readonly kind: 'none' }
  | { readonly kind: 'prefix'; readonly key: string }
  | { readonly kind: 'run'; readonly shortcut: Shortcut };

const NONE: ShortcutMatch = { kind: 'none' };

/** What a key press means after an earlier one; keys typed into a field or with a modifier mean nothing to us. */
export function matchShortcut(shortcuts: readonly Shortcut[], pending: string | null, press: KeyPress): ShortcutMatch {
  if (press.isInField || press.hasModifier) return NONE;
  const typed = pending === null ? press.key : `${pending} ${press.key}`;
  const shortcut = shortcuts.find((candidate) => candidate.keys === typed);
  if (shortcut !== undefined) return { kind: 'run', shortcut };
  const isPrefix = shortcuts.some((candidate) => candidate.keys.startsWith(`${press.key} `));
  return isPrefix ? { kind: 'prefix', key: press.key } : NONE;
}
