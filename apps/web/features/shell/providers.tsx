'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { useTheme } from 'next-themes';
import { type ReactNode, useState } from 'react';
import { Toaster } from 'sonner';
import { leaveForSignIn } from '#features/session/leave-for-sign-in.ts';
import { LivePauseProvider } from '#lib/live/live-pause.tsx';
import { problemOf } from '#lib/problem.ts';
import { createBrowserClient } from '#lib/trpc/client.ts';
import { TRPCProvider } from '#lib/trpc/context.ts';
import { createQueryClient } from '#lib/trpc/query-client.ts';

/** A session that ended while the page was open leads to the sign-in page and back. */
function leaveWhenSignedOut(error: unknown): void {
  if (typeof window !== 'undefined' && problemOf(error).code === 'UNAUTHENTICATED') leaveForSignIn();
}

export function Providers({ children }: { readonly children: ReactNode }) {
  const [queryClient] = useState(() => createQueryClient({ onError: leaveWhenSignedOut }));
  const [trpcClient] = useState(createBrowserClient);
  const { resolvedTheme } = useTheme();
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        <LivePauseProvider>{children}</LivePauseProvider>
        <Toaster theme={resolvedTheme === 'dark' ? 'dark' : 'light'} position="bottom-right" closeButton />
      </TRPCProvider>
    </QueryClientProvider>
  );
}
