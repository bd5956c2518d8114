import type { AppRouter } from '@leeway/control-plane/router';
import { createTRPCClient, httpLink, type TRPCClient, TRPCClientError } from '@trpc/client';
import superjson from 'superjson';
import type { Credentials } from './find-credentials.ts';
import { ReplayError } from './replay-error.ts';

export type Api = TRPCClient<AppRouter>;

export interface ControlPlane {
  readonly api: Api;
  /** Ends the session; never fails. */
  signOut(): Promise<void>;
}

interface SignIn {
  /** Of the control plane. */
  readonly url: string;
  /** Of the console: what the session is for. */
  readonly consoleUrl: string;
  readonly credentials: Credentials;
}

const HEADERS = { 'content-type': 'application/json', 'x-leeway': '1' } as const;

/** Signs in as a person would and returns the API as that person. @throws ReplayError with the remedy */
export async function signIn({ url, consoleUrl, credentials }: SignIn): Promise<ControlPlane> {
  const response = await post(`${url}/api/auth/sign-in/email`, credentials, { origin: consoleUrl });
  if (!response.ok) throw new ReplayError(await describeRefusal(response, url, credentials.email));
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ');
  const link = httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers: { ...HEADERS, cookie } });
  return {
    api: createTRPCClient<AppRouter>({ links: [link] }),
    signOut: async () => {
      await post(`${url}/api/auth/sign-out`, {}, { cookie, origin: consoleUrl }).catch(() => undefined);
    },
  };
}

async function post(address: string, body: unknown, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { ...HEADERS, ...headers },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(20_000),
    });
  } catch (cause) {
    const { origin } = new URL(address);
    throw new ReplayError(
      `Nothing answers at ${origin} (control plane): run "npm start" in another terminal, or name another with --console.`,
      { cause },
    );
  }
}

async function describeRefusal(response: Response, url: string, email: string): Promise<string> {
  if (response.status === 401) {
    return `The control plane does not know ${email} with this password: give --email and --password of an account.`;
  }
  if (response.status === 403) {
    return 'The control plane takes sign-ins for its console only: set LEEWAY_WEB_URL to the address of that console.';
  }
  if (response.status === 429) return 'Too many sign-ins lately: wait five minutes and try again.';
  if (response.status === 404) return `${url} answers, but is no control plane: check --console.`;
  return `Sign-in failed with status ${response.status}: ${(await response.text()).slice(0, 200)}`;
}

/** What a failed call of the API says to a person. */
export function describeApiError(error: unknown): string {
  if (!(error instanceof TRPCClientError)) return error instanceof Error ? error.message : String(error);
  const detail: unknown = error.data?.detail;
  return typeof detail === 'string' ? detail : error.message;
}
