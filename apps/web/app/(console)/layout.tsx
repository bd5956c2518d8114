import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { readSession } from '#features/session/read-session.ts';
import { SessionProvider } from '#features/session/session-context.tsx';
import { AppShell } from '#features/shell/app-shell.tsx';
import { Providers } from '#features/shell/providers.tsx';

export default async function ConsoleLayout({ children }: { readonly children: ReactNode }) {
  const session = await readSession();
  if (session.kind === 'signedOut') {
    const path = (await headers()).get('x-leeway-path') ?? '/';
    redirect(path === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(path)}`);
  }
  return (
    <Providers>
      <SessionProvider user={session.kind === 'signedIn' ? session.user : null}>
        <AppShell>{children}</AppShell>
      </SessionProvider>
    </Providers>
  );
}
