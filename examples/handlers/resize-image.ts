/**
 * Scales a grey image down by averaging its pixels: moderate CPU and memory.
 *
 * Payload: `{ "width": 1200, "height": 800, "scale": 4 }`; the picture is a gradient of that size, up to 4000 × 4000.
 */
export default async function resizeImage(payload: unknown): Promise<void> {
  const width = readSize(payload, 'width', 4_000);
  const height = readSize(payload, 'height', 4_000);
  const scale = readSize(payload, 'scale', 16);
  const small = new Uint8Array(Math.ceil(width / scale) * Math.ceil(height / scale));
  for (let at = 0; at < small.length; at += 1) small[at] = averageOf(at, scale, width);
}

/** Of one square of `scale` × `scale` pixels. */
function averageOf(at: number, scale: number, width: number): number {
  const columns = Math.ceil(width / scale);
  const left = (at % columns) * scale;
  const top = Math.floor(at / columns) * scale;
  let sum = 0;
  for (let y = top; y < top + scale; y += 1) for (let x = left; x < left + scale; x += 1) sum += (x + y) & 255;
  return sum / (scale * scale);
}

function readSize(payload: unknown, field: string, most: number): number {
  const value = (payload as Record<string, unknown> | null)?.[field];
  if (Number.isInteger(value) && Number(value) >= 1 && Number(value) <= most) return Number(value);
  throw new TypeError(`${field} must be a whole number from 1 to ${most}`);
}
