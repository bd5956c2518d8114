import { Notice } from '#components/notice.tsx';
import { describeSilence } from './describe-wait.ts';

interface SilenceNoticeProps {
  readonly spoken: { readonly asOf: number; readonly engineSpokeAt: number | null };
  /** What that means for the page. */
  readonly children: string;
}

/** Says that nobody can tell, where no engine has spoken lately. */
export function SilenceNotice({ spoken, children }: SilenceNoticeProps) {
  const silence = describeSilence(spoken);
  if (silence === null) return null;
  return (
    <Notice tone="warn">
      {silence}: {children}
    </Notice>
  );
}
