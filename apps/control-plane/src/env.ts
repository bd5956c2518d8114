import path from 'node:path';
import { readAuditHeadsFile, readDbEnv } from '@leeway/db/env';
import { OperatorError } from '@leeway/db/operator-error';

export interface ControlPlaneEnv {
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Where people reach the console, without a slash at the end. */
  readonly webUrl: string;
  readonly handlersDir: string;
  /** Null: the one in the data folder. */
  readonly authSecret: string | null;
  /** Where the head of the audit log is noted. */
  readonly auditHeadsFile: string;
  readonly logLevel: string;
  /** `host:port` of webhooks that the engines may call although they are private, or over plain http: as theirs. */
  readonly webhookAllowedHosts: ReadonlySet<string>;
}

const DEFAULT_HANDLERS_DIR = path.resolve(import.meta.dirname, '../../..', 'examples/handlers');
const MIN_SECRET_LENGTH = 32;

/** Throws an OperatorError that names the variable and the remedy. */
export function readEnv(): ControlPlaneEnv {
  const { databaseUrl, dataDir } = readDbEnv();
  if (databaseUrl === null) {
    throw new OperatorError(
      'DATABASE_URL is not set: run "npm start", which brings a database along, or name a Postgres.',
    );
  }
  return {
    databaseUrl,
    dataDir,
    host: process.env.LEEWAY_HOST || '127.0.0.1',
    port: readPort('LEEWAY_API_PORT', 4000),
    webUrl: readWebUrl(),
    handlersDir: path.resolve(process.env.LEEWAY_HANDLERS_DIR || DEFAULT_HANDLERS_DIR),
    authSecret: readSecret(),
    auditHeadsFile: readAuditHeadsFile(dataDir),
    logLevel: process.env.LEEWAY_LOG_LEVEL || 'info',
    webhookAllowedHosts: new Set((process.env.LEEWAY_WEBHOOK_ALLOW ?? '').split(',').filter(Boolean)),
  };
}

function readPort(name: string, fallback: number): number {
  const text = process.env[name];
  if (!text) return fallback;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new OperatorError(`${name} is "${text}", which is no port: give a number from 1 to 65535.`);
}

function readWebUrl(): string {
  const text = process.env.LEEWAY_WEB_URL || `http://localhost:${readPort('LEEWAY_WEB_PORT', 3000)}`;
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol)) return url.origin;
  throw new OperatorError(
    `LEEWAY_WEB_URL is "${text}": give the address of the console, such as https://leeway.example.com`,
  );
}

function readSecret(): string | null {
  const secret = process.env.LEEWAY_AUTH_SECRET;
  if (!secret) return null;
  if (secret.length >= MIN_SECRET_LENGTH) return secret;
  throw new OperatorError(`LEEWAY_AUTH_SECRET is too short: give at least ${MIN_SECRET_LENGTH} random characters.`);
}
