import { GATES, type Gate } from './wait-reason.ts';

type SnakeCase<Name extends string> = Name extends `${infer Head}${infer Tail}`
  ? Head extends Lowercase<Head>
    ? `${Head}${SnakeCase<Tail>}`
    : `_${Lowercase<Head>}${SnakeCase<Tail>}`
  : '';

export type GateColumn = `${SnakeCase<Gate>}_ms`;

/** The column of sharing_rollup that says for how long a use case waited at a gate. */
export const GATE_COLUMNS = Object.fromEntries(
  GATES.map((gate) => [gate, `${gate.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_ms`]),
) as Readonly<Record<Gate, GateColumn>>;
