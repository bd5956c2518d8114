import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

const parse = (...argv: string[]) => parseOptions(argv, '/home/ada');

describe('parseOptions', () => {
  it('reads a day, its growth and a fleet', () => {
    expect(
      parse('--trace', 'day.csv', '--grow', '100,2,10', '--fleet', 'cores=32,slots=64,memoryMb=65536'),
    ).toMatchObject({
      ...{ trace: '/home/ada/day.csv', growths: [1, 2, 10, 100], policy: null, scenario: null },
      fleet: { slotCount: 64, cpuCount: 32, memoryMb: 65_536 },
    });
  });

  it.each([
    [[], /either --trace FILE or --scenario NAME/],
    [['--trace', 'a', '--scenario', 'stall'], /either --trace FILE or --scenario NAME/],
    [['--scenario', 'flood'], /no scenario flood: elephant, stall/],
    [['--trace', 'a', '--fleet', 'slots=4'], /all three/],
    [['--trace', 'a', '--fleet', 'slots=4,toString=1'], /no toString/],
    [['--trace', 'a', '--grow', '2,x'], /number from 0\.01/],
  ])('refuses %j', (argv, message) => {
    expect(() => parse(...argv)).toThrow(message);
  });
});
