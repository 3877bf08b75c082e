/** Holds a record against the schema of the specification: the few words of JSON Schema that it uses. */

interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
}

/** What does not fit, with its place; members that the schema does not name are faults here. */
export function inspectRecord(value: unknown, root: Schema): string[] {
  const visit = (one: unknown, given: Schema, place: string): string[] => {
    const schema = given.$ref ? (root.$defs?.[given.$ref.replace('#/$defs/', '')] ?? {}) : given;
    const faults: string[] = [];
    const wants = schema.type === undefined ? [] : [schema.type].flat();
    if (wants.length > 0 && !wants.some((type) => isOf(one, type))) faults.push(`${place} is no ${wants}`);
    if ('const' in schema && one !== schema.const) faults.push(`${place} is not ${schema.const}`);
    if (schema.enum && !schema.enum.includes(one)) faults.push(`${place} is none of ${schema.enum}`);
    if (schema.pattern && !new RegExp(schema.pattern).test(String(one)))
      faults.push(`${place} does not match`);
    if (schema.minimum !== undefined && Number(one) < schema.minimum) faults.push(`${place} is too small`);
    if (schema.maximum !== undefined && Number(one) > schema.maximum) faults.push(`${place} is too large`);
    const { items } = schema;
    if (Array.isArray(one) && items) faults.push(...one.flatMap((each) => visit(each, items, `${place}[]`)));
    if (isOf(one, 'object') && (schema.properties || schema.additionalProperties)) {
      for (const name of schema.required ?? []) {
        if (!(name in (one as object))) faults.push(`${place}.${name} is missing`);
      }
      for (const [name, member] of Object.entries(one as object)) {
        const known = schema.properties?.[name] ?? schema.additionalProperties;
        faults.push(
          ...(known ? visit(member, known, `${place}.${name}`) : [`${place}.${name} is not in the schema`]),
        );
      }
    }
    return faults;
  };
  return visit(value, root, 'record');
}

function isOf(value: unknown, type: string): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}
