'use client';
import type { SessionUser } from '@leeway/domain/role';
import { createContext, type ReactNode, use } from 'react';

const SessionContext = createContext<SessionUser | null>(null);

interface SessionProviderProps {
  readonly user: SessionUser | null;
  readonly children: ReactNode;
}

export function SessionProvider({ user, children }: SessionProviderProps) {
  return <SessionContext value={user}>{children}</SessionContext>;
}

/** The person signed in; null where the control plane could not be asked. */
export const useSessionUser = (): SessionUser | null => use(SessionContext);
