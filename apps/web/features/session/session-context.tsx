'use client';
import type { SessionUser } from '@leeway/domain/role';
import { useQuery } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect } from 'react';
import { useTRPC } from '#lib/trpc/context.ts';
import { leaveForSignIn } from './leave-for-sign-in.ts';

const SessionContext = createContext<SessionUser | null>(null);

interface SessionProviderProps {
  /** Null where the control plane could not be asked; it is asked again until it answers. */
  readonly user: SessionUser | null;
  readonly children: ReactNode;
}

export function SessionProvider({ user, children }: SessionProviderProps) {
  const trpc = useTRPC();
  const initialData = user === null ? undefined : { user };
  const { data } = useQuery(
    trpc.session.get.queryOptions(undefined, { initialData, staleTime: Number.POSITIVE_INFINITY }),
  );
  const isSignedOut = data !== undefined && data.user === null;
  useEffect(() => {
    if (isSignedOut) leaveForSignIn();
  }, [isSignedOut]);
  return <SessionContext value={data?.user ?? null}>{children}</SessionContext>;
}

/** The person signed in; null while the control plane cannot be asked. */
export const useSessionUser = (): SessionUser | null => use(SessionContext);
