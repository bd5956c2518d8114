/** A table as the Prisma schema or the live catalog describes it: column → `bigint`, `text null`, … */
export type TableShape = ReadonlyMap<string, string>;

/** Tables by name. */
export type Shapes = ReadonlyMap<string, TableShape>;

export function columnShape(type: string, isNullable: boolean): string {
  return isNullable ? `${type} null` : type;
}
