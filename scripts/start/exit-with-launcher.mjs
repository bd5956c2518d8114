// Preloaded into every part that `npm start` runs: when the launcher is gone, even by SIGKILL, the part stops in order.
import { isMainThread } from 'node:worker_threads';

if (isMainThread && process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  // Listening must not keep a part alive that has finished.
  process.channel.unref();
}
