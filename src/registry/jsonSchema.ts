/**
 * Holds JSON against a JSON Schema and names the first field that does not fit, with what is
 * wanted there. It knows the keywords that our own schema has; a general validator compiles
 * code at run time, which a strict page forbids.
 *
 * @module
 */

export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly oneOf?: readonly Schema[];
  readonly description?: string;
}

/** The first thing that is wrong: `execution.side` `must be 16 or more`. */
export interface Fault {
  readonly field: string;
  readonly wanted: string;
}

/** The first fault; undefined where the value fits. */
export function faultOf(schema: Schema, value: unknown, field = ''): Fault | undefined {
  return (
    faultOfValue(schema, value, field) ??
    faultWithin(schema, value, field) ??
    faultOfChoice(schema, value, field)
  );
}

function faultOfValue(schema: Schema, value: unknown, field: string): Fault | undefined {
  const fault = (wanted: string): Fault => ({ field, wanted });
  if (schema.type && !hasType(schema.type, value)) {
    return fault(`must be ${schema.type === 'integer' ? 'a whole number' : ARTICLES[schema.type]}`);
  }
  if (schema.const !== undefined && value !== schema.const)
    return fault(`must be ${JSON.stringify(schema.const)}`);
  if (schema.enum && !schema.enum.includes(value)) {
    return fault(`must be one of ${schema.enum.map((one) => JSON.stringify(one)).join(', ')}`);
  }
  if (typeof value === 'string') {
    if (value.length < (schema.minLength ?? 0)) return fault('must not be empty');
    if (value.length > (schema.maxLength ?? Number.POSITIVE_INFINITY)) {
      return fault(`must be at most ${schema.maxLength} characters long`);
    }
    if (schema.pattern && !new RegExp(schema.pattern).test(value))
      return fault(`must match ${schema.pattern}`);
  }
  if (typeof value === 'number') {
    const {
      minimum = Number.NEGATIVE_INFINITY,
      maximum = Number.POSITIVE_INFINITY,
      exclusiveMinimum,
    } = schema;
    if (value < minimum) return fault(`must be ${minimum} or more`);
    if (value > maximum) return fault(`must be ${maximum} or less`);
    if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
      return fault(`must be above ${exclusiveMinimum}`);
  }
  return undefined;
}

function faultWithin(schema: Schema, value: unknown, field: string): Fault | undefined {
  if (Array.isArray(value)) {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
    if (value.length < minItems) return { field, wanted: `must have at least ${minItems} entries` };
    if (value.length > maxItems) return { field, wanted: `must have at most ${maxItems} entries` };
    for (const [i, one] of value.entries()) {
      const fault = items && faultOf(items, one, `${field}[${i}]`);
      if (fault) return fault;
    }
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const at = (key: string) => (field === '' ? key : `${field}.${key}`);
  const missing = schema.required?.find((key) => !Object.hasOwn(value, key));
  if (missing !== undefined) return { field: at(missing), wanted: 'is missing' };
  const known = schema.properties ?? {};
  for (const [key, one] of Object.entries(value)) {
    const wanted = Object.hasOwn(known, key) ? known[key] : undefined;
    if (!wanted) {
      if (schema.additionalProperties === false)
        return { field: at(key).slice(0, 80), wanted: 'is not a field of a card' };
      continue;
    }
    const fault = faultOf(wanted, one, at(key));
    if (fault) return fault;
  }
  return undefined;
}

/** Of alternatives the fault of the one that was meant: the one whose constants are met. */
function faultOfChoice({ oneOf }: Schema, value: unknown, field: string): Fault | undefined {
  if (!oneOf) return undefined;
  const faults = oneOf.map((one) => faultOf(one, value, field));
  if (faults.includes(undefined)) return undefined;
  const meant = oneOf.findIndex((one) =>
    Object.entries(one.properties ?? {}).some(
      ([key, { const: constant }]) =>
        constant !== undefined && (value as Record<string, unknown> | null)?.[key] === constant,
    ),
  );
  if (meant >= 0) return faults[meant];
  const key = Object.entries(oneOf[0].properties ?? {}).find(([, one]) => one.const !== undefined)?.[0] ?? '';
  const choices = oneOf.map((one) => JSON.stringify(one.properties?.[key]?.const));
  return { field: field === '' ? key : `${field}.${key}`, wanted: `must be one of ${choices.join(', ')}` };
}

const ARTICLES = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
} as const;

function hasType(type: NonNullable<Schema['type']>, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  if (type === 'integer') return Number.isInteger(value);

  return typeof value === type && (type !== 'number' || Number.isFinite(value));
}
