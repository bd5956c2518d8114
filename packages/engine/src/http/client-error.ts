import type { Socket } from 'node:net';
import { LIMITS } from '@leeway/domain/limits';
import { LeewayError, PROBLEMS, toProblemBody } from '@leeway/domain/problem';
import type { ConnectionError } from 'fastify';

/** Answers what is not HTTP, or not HTTP in time, and closes: here there is no request yet to reply to. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  // The client is gone, or has its answer already.
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = toProblem(error.code);
  const body = JSON.stringify(toProblemBody(problem));
  const head = [
    `HTTP/1.1 ${PROBLEMS[problem.code].status} ${problem.code}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

function toProblem(code: string): LeewayError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return new LeewayError('REQUEST_TIMEOUT', `The request did not arrive within ${LIMITS.requestReadMs} ms`);
  if (code === 'HPE_HEADER_OVERFLOW')
    return new LeewayError('TOO_LARGE', `The headers of a request are at most ${LIMITS.headerBytes} bytes`);
  return new LeewayError('INVALID_INPUT', 'This is not a request that HTTP/1.1 knows');
}
