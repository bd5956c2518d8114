/** Never ends, so that what was submitted behind it stays where it is. */
export default function hold(): Promise<void> {
  return new Promise(() => {
    setInterval(() => undefined, 60_000);
  });
}
