import { InvalidArgumentError } from 'commander';

/** A whole number from `min` on, as an option's value. */
export function wholeNumber(min: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= min) return value;
    throw new InvalidArgumentError(`Give a whole number, at least ${min}.`);
  };
}

/** Whatever seed is not given is drawn, and printed. */
export function drawSeed(): number {
  return Math.floor(Math.random() * 2 ** 31);
}
