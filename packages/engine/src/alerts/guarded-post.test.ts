import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { guardedPost } from './guarded-post.ts';
import { findFaultAhead, isPublicAddress } from './judge-address.ts';

describe('guardedPost', () => {
  let server: Server;
  let port: number;
  const heard: string[] = [];
  beforeAll(async () => {
    server = createServer((request, response) => {
      heard.push(request.url ?? '');
      if (request.url === '/moved') response.writeHead(302, { location: '/secret' }).end();
      else if (request.url === '/long') response.end('x'.repeat(200_000));
      else response.writeHead(204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const post = (url: string, allowed: string[] = []) =>
    guardedPost({ url, headers: {}, body: '{}', allowedHosts: new Set(allowed) });

  it.each([
    'http://127.0.0.1',
    'https://127.0.0.1',
    'https://127.1',
    'https://0177.1',
    'https://0x7f.1',
    'https://2130706433',
    'https://0',
    'https://[::1]',
    'https://[::ffff:7f00:1]',
    'https://[fe80::1]',
    'https://169.254.169.254',
    'https://10.1.2.3',
    'https://192.168.0.1',
    'https://172.16.0.1',
    'https://100.64.0.1',
    'https://localhost',
    'https://user:secret@127.0.0.1',
  ])('does not call %s', async (base) => {
    const url = new URL(base);
    url.port = String(port);
    await expect(post(url.href)).rejects.toThrow();
    expect(heard).toEqual([]);
    expect(await findFaultAhead(url.href, new Set())).toMatch(/not a public address|name or password|Only https/);
  });

  it('says before a call what it will refuse, and how it can be had', async () => {
    expect(await findFaultAhead('https://localhost:9443/hook', new Set())).toMatch(
      /^localhost leads to (127\.0\.0\.1|::1), which is not a public address.*name localhost:9443 in LEEWAY_WEBHOOK_ALLOW$/,
    );
    expect(await findFaultAhead('http://hooks.example.com/x', new Set())).toContain('name hooks.example.com:80 in');
    expect(await findFaultAhead('https://localhost:9443/hook', new Set(['localhost:9443']))).toBeNull();
    expect(await findFaultAhead('http://localhost:9443/hook', new Set(['localhost:9443']))).toBeNull();
    expect(await findFaultAhead('https://8.8.8.8/hook', new Set())).toBeNull();
    // Nobody can tell yet where it will lead.
    expect(await findFaultAhead('https://nowhere.invalid/hook', new Set())).toBeNull();
  });

  it('calls what is allowed by name and port, follows no redirect, and reads no long answer', async () => {
    const allowed = [`127.0.0.1:${port}`];
    expect(await post(`http://127.0.0.1:${port}/hook`, allowed)).toBe(204);
    expect(await post(`http://127.0.0.1:${port}/moved`, allowed)).toBe(302);
    await expect(post(`http://127.0.0.1:${port}/long`, allowed)).rejects.toThrow(/64 KiB|aborted/);
    expect(heard).toEqual(['/hook', '/moved', '/long']);
    await expect(post(`http://127.0.0.1:${port}/hook`, ['127.0.0.1:1'])).rejects.toThrow('https');
  });
});

it.each([
  ['8.8.8.8', true],
  ['2606:4700::1111', true],
  ['127.0.0.1', false],
  ['::ffff:10.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['2002:7f00:1::', false],
  ['0.0.0.0', false],
  ['224.0.0.1', false],
  ['nonsense', false],
])('%s is public: %s', (address, isPublic) => {
  expect(isPublicAddress(address)).toBe(isPublic);
});
