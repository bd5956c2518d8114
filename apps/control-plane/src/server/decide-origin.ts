import { LeewayError } from '@leeway/domain/problem';

export interface WriteHeaders {
  readonly contentType: string | undefined;
  readonly origin: string | undefined;
  readonly mark: string | undefined;
}

/**
 * Whether a request that may change something comes from our own pages or from a program: another site's page can send
 * neither the mark nor application/json without asking first, and cannot hide its origin. Null means yes.
 */
export function refusalOfWrite(headers: WriteHeaders, trustedOrigins: readonly string[]): LeewayError | null {
  if (!/^application\/json\s*(;|$)/i.test(headers.contentType ?? '')) {
    return new LeewayError('UNSUPPORTED_MEDIA_TYPE', 'Send content-type: application/json');
  }
  if (headers.mark !== '1') return new LeewayError('FORBIDDEN', 'Send the header x-leeway: 1 with every change');
  return refusalOfOrigin(headers.origin, trustedOrigins);
}

/** Programs send no origin; a browser's must be the console's or this server's. */
export function refusalOfOrigin(origin: string | undefined, trustedOrigins: readonly string[]): LeewayError | null {
  if (origin === undefined || trustedOrigins.includes(origin)) return null;
  return new LeewayError('FORBIDDEN', 'Changes are taken from the console only; set LEEWAY_WEB_URL to its address');
}
