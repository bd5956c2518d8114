import { betterAuth } from 'better-auth';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { accountColumns, sessionColumns, userColumns, verificationColumns } from './table-columns.ts';

export interface AuthConfig {
  readonly pool: Pool;
  readonly secret: string;
  readonly webUrl: string;
  readonly trustedOrigins: readonly string[];
  readonly log: Logger;
}

const MIN_PASSWORD_LENGTH = 12;
const SESSION_S = 12 * 3_600;
const SESSION_REFRESH_S = 3_600;
/** Per client address, in 60 s. */
const SIGN_INS_PER_MINUTE = 20;
const REQUESTS_PER_MINUTE = 600;

/** The header in which this server hands on the client's address; whatever a client sends under this name is replaced. */
export const CLIENT_ADDRESS_HEADER = 'x-leeway-client-address';

/** Sign-in by e-mail and password with a session in the store; nobody can sign up by themselves. */
export function createAuth({ pool, secret, webUrl, trustedOrigins, log }: AuthConfig) {
  return betterAuth({
    appName: 'Leeway',
    baseURL: webUrl,
    basePath: '/api/auth',
    secret,
    trustedOrigins: [...trustedOrigins],
    database: pool,
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: MIN_PASSWORD_LENGTH },
    user: { modelName: 'app_user', fields: userColumns },
    account: { modelName: 'app_account', fields: accountColumns },
    verification: { modelName: 'app_verification', fields: verificationColumns },
    session: {
      modelName: 'app_session',
      fields: sessionColumns,
      expiresIn: SESSION_S,
      updateAge: SESSION_REFRESH_S,
      cookieCache: { enabled: false },
    },
    advanced: {
      cookiePrefix: 'leeway',
      useSecureCookies: webUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax' },
      ipAddress: { ipAddressHeaders: [CLIENT_ADDRESS_HEADER] },
    },
    rateLimit: {
      enabled: true,
      window: 60,
      max: REQUESTS_PER_MINUTE,
      customRules: { '/sign-in/email': { window: 60, max: SIGN_INS_PER_MINUTE } },
    },
    // Unexpected errors come out to our own handler, which knows an absent store; else they end on standard error.
    onAPIError: { throw: true },
    telemetry: { enabled: false },
    logger: { level: 'warn', log: (level, message) => log[level]({ part: 'sign-in' }, message) },
  });
}

export type Auth = ReturnType<typeof createAuth>;
