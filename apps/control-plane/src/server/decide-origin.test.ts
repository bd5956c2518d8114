import { describe, expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';
import { originsOf } from './console-origins.ts';
import { refusalOfWrite } from './decide-origin.ts';

const OWN = ['https://leeway.example'];
const good = { contentType: 'application/json; charset=utf-8', mark: '1', origin: 'https://leeway.example' };

describe('a change', () => {
  test('is taken from the console and from programs', () => {
    expect(refusalOfWrite(good, OWN)).toBeNull();
    expect(refusalOfWrite({ ...good, origin: undefined }, OWN)).toBeNull();
  });

  test.each([
    ['without a body type', { contentType: undefined }, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as a form', { contentType: 'application/x-www-form-urlencoded' }, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as text', { contentType: 'text/plain; application/json' }, 'UNSUPPORTED_MEDIA_TYPE'],
    ['as something like JSON', { contentType: 'application/jsonp' }, 'UNSUPPORTED_MEDIA_TYPE'],
    ['without the mark', { mark: undefined }, 'FORBIDDEN'],
    ['from another site', { origin: 'https://leeway.example.evil' }, 'FORBIDDEN'],
    ['from nowhere', { origin: 'null' }, 'FORBIDDEN'],
    ['from the same host without encryption', { origin: 'http://leeway.example' }, 'FORBIDDEN'],
  ])('is refused %s', (_, headers, code) => {
    expect(refusalOfWrite({ ...good, ...headers }, OWN)).toMatchObject({ code });
  });
});

test('this machine has several names, others one', () => {
  expect(originsOf('http://localhost:3000/')).toEqual([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://[::1]:3000',
  ]);
  expect(originsOf('https://leeway.example/console')).toEqual(['https://leeway.example']);
});

test.each([
  ['203.0.113.7', '10.0.0.1', '203.0.113.7'],
  ['127.0.0.1', undefined, '127.0.0.1'],
  ['127.0.0.1', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['::ffff:127.0.0.1', '203.0.113.9', '203.0.113.9'],
])('the address behind %s saying %s is %s', (remoteAddress, forwarded, address) => {
  const request = { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } };
  expect(clientAddress(request as unknown as Parameters<typeof clientAddress>[0])).toBe(address);
});
