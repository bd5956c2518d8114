import { encodeJobKey, type JobKey, queueOfJobKey } from '@leeway/domain/job-id';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MAX_NEWS, QueueNews, readNews } from './queue-news.ts';

const keyAt = (shard: number, useCaseNo: number, deadlineAt: number, tie = 7): JobKey =>
  encodeJobKey({ shard, useCaseNo, deadlineAt, tie });

const keys = fc.array(
  fc
    .record({
      shard: fc.nat(65_535),
      useCaseNo: fc.nat(2 ** 24 - 1),
      deadlineAt: fc.nat(2 ** 32),
      tie: fc.nat(2 ** 30),
    })
    .map(encodeJobKey),
  { maxLength: 1_200 },
);

function tellAll(news: QueueNews): (JobKey[] | null)[] {
  return news.take().map(readNews);
}

it('tells of each queue a key that none of its new jobs is before, in payloads that Postgres takes', () => {
  fc.assert(
    fc.property(keys, (added) => {
      const news = new QueueNews();
      for (const key of added) news.add(key);
      const payloads = news.take();
      for (const payload of payloads) expect(payload.length).toBeLessThan(8_000);
      const told = payloads.flatMap((payload) => readNews(payload) ?? []);
      const queueOf = (key: JobKey) => JSON.stringify(queueOfJobKey(key));
      expect(told.map(queueOf).sort()).toEqual([...new Set(added.map(queueOf))].sort());
      for (const first of told) {
        const ofQueue = added.filter((key) => queueOf(key) === queueOf(first));
        expect(ofQueue.every((key) => key >= first)).toBe(true);
        // Ties left aside, it is the earliest of them.
        expect(ofQueue.some((key) => key.slice(0, 25) === first.slice(0, 25))).toBe(true);
      }
    }),
    { numRuns: 50 },
  );
});

it('tells everything once', () => {
  const news = new QueueNews();
  news.add(keyAt(1, 2, 3));
  expect(tellAll(news)).toEqual([[keyAt(1, 2, 3, 0)]]);
  expect(tellAll(news)).toEqual([]);
});

it('says only that there is something where it may be anywhere, or in too many queues', () => {
  const news = new QueueNews();
  news.add(keyAt(1, 2, 3));
  news.addAnywhere();
  news.add(keyAt(1, 3, 3));
  expect(tellAll(news)).toEqual([null]);
  for (let useCaseNo = 0; useCaseNo <= MAX_NEWS; useCaseNo += 1) news.add(keyAt(1, useCaseNo, 3));
  expect(tellAll(news)).toEqual([null]);
  news.add(keyAt(1, 2, 3));
  expect(tellAll(news)).toEqual([[keyAt(1, 2, 3, 0)]]);
});

it('takes what it cannot read for news of anything', () => {
  for (const payload of ['', 'hello', 'AAAA']) expect(readNews(payload)).toBeNull();
});
