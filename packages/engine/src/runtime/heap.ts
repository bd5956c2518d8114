import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 make no object old from its birth. It does so for places in the code whose objects lived long while it looked: at the start of
 * a loaded engine everything does. From then on each such object, dead soon, keeps what it names until the next full collection, and
 * short collections copy several times as much.
 */
export function keepObjectsYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
