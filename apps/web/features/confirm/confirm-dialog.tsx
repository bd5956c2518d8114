'use client';
import { Button } from '#components/button.tsx';
import { Dialog } from '#components/dialog.tsx';
import { Notice } from '#components/notice.tsx';
import { problemOf } from '#lib/problem.ts';

interface ConfirmDialogProps {
  readonly open: boolean;
  readonly title: string;
  readonly description: string;
  readonly verb: string;
  readonly pendingVerb: string;
  readonly call: { readonly isPending: boolean; readonly error: object | null; readonly reset: () => void };
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Asks once more before something is taken away for good. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, title, description, verb, pendingVerb, call, onConfirm, onClose } = props;
  const close = () => {
    call.reset();
    onClose();
  };
  return (
    <Dialog open={open} onOpenChange={(isOpen) => !isOpen && close()} title={title} description={description}>
      {call.error && <Notice tone="bad">{problemOf(call.error).detail}</Notice>}
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={close}>Keep it</Button>
        <Button tone="danger" disabled={call.isPending} onClick={onConfirm}>
          {call.isPending ? pendingVerb : verb}
        </Button>
      </div>
    </Dialog>
  );
}
