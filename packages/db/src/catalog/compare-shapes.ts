import type { Shapes } from './table-shape.ts';

/** One line per difference, empty where every expected table is there with exactly its columns. Other tables may be there too. */
export function compareShapes(expected: Shapes, found: Shapes): string[] {
  return [...expected].flatMap(([table, columns]) => {
    const present = found.get(table);
    if (present === undefined) return [`${table}: is missing`];
    const names = [...new Set([...columns.keys(), ...present.keys()])];
    return names
      .filter((name) => columns.get(name) !== present.get(name))
      .map(
        (name) =>
          `${table}.${name}: ${columns.get(name) ?? 'nothing'} expected, ${present.get(name) ?? 'nothing'} found`,
      );
  });
}
