import * as v from 'valibot';

/**
 * A valibot schema for values of the type `Value`. It checks settings at run time, when types no longer exist. The compiler rejects a shape
 * of a wider or narrower type.
 */
export interface Shape<in out Value> extends v.GenericSchema {
  /** Never set. The function type makes the compiler treat `Value` as invariant. */
  readonly exactly?: (value: Value) => Value;
}

/** The names of all fields of a type. For a union, these are the fields of all members. */
type FieldName<Settings> = Settings extends unknown ? keyof Settings : never;

/** The type of a field. It includes `undefined` if a member of the union lacks the field. */
type FieldValue<Settings, Name extends PropertyKey> = Settings extends unknown
  ? Name extends keyof Settings
    ? Settings[Name]
    : undefined
  : never;

/** A shape for each field of a type. The compiler rejects missing, unknown and differently typed fields. */
type Fields<Settings> = { readonly [Name in FieldName<Settings>]: Shape<FieldValue<Settings, Name>> };

/** The shapes of the fields of each member of a union, by the member's `kind`. */
type FieldsOfKinds<Settings extends { readonly kind: string }> = {
  readonly [Kind in Settings['kind']]: Omit<Fields<Extract<Settings, { readonly kind: Kind }>>, 'kind'>;
};

export const string: Shape<string> = v.string();
export const boolean: Shape<boolean> = v.boolean();
export const stringOrNumber: Shape<string | number> = v.union([v.string(), v.number()]);
export const strings: Shape<readonly string[]> = v.array(v.string());
/** The shape of an object with any keys and string values. */
export const stringsByName = byName(string);

/** Returns the shape of a list whose items have the given shape. */
export function listOf<Value>(shape: Shape<Value>): Shape<readonly Value[]> {
  return v.array(shape);
}

/** Returns the shape of an object with any keys, whose values have the given shape. */
export function byName<Value>(shape: Shape<Value>): Shape<Readonly<Record<string, Value>>> {
  return v.record(v.string(), shape);
}

/** Returns the shape of an instance of a class. It does not check the fields of the instance. */
export function instanceOf<Value>(type: new (...values: never[]) => Value): Shape<Value> {
  return v.instance(type);
}

/** Returns the shape of a number. If the type allows only some numbers, another check must reject the others. */
export function number<Value extends number>(): Shape<Value> {
  return v.number();
}

/** Returns the shape of a string that is one of `values`. The compiler requires that `values` contains all strings of the type. */
export function oneOf<const Values extends readonly string[]>(...values: Values): Shape<Values[number]> {
  return v.picklist(values);
}

export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  return v.optional(shape);
}

/** Returns the shape of an object with the fields of `Settings` and no others. */
export function object<Settings>(fields: Fields<Settings>): Shape<Settings> {
  return closed(fields);
}

/** Returns the shape of a value that is either an object or a given string. */
export function objectOr<Settings extends object, Word extends string>(
  object: Shape<Settings>,
  word: Shape<Word>,
): Shape<Settings | Word> {
  return v.lazy((value): v.GenericSchema => (typeof value === 'object' ? object : word));
}

/** Returns the shape of an object that is a member of a union. The field `kind` selects the member. */
export function oneOfKinds<Settings extends { readonly kind: string }>(
  kinds: FieldsOfKinds<Settings>,
): Shape<Settings> {
  const options = Object.entries<v.ObjectEntries>(kinds).map(([kind, fields]) =>
    closed({ kind: v.literal(kind), ...fields }),
  );
  return v.variant('kind', options);
}

/**
 * Returns an object schema that rejects unknown fields. Unlike valibot's strictObject, it reports all unknown fields, not only the first.
 */
function closed<Entries extends v.ObjectEntries>(entries: Entries) {
  return v.objectWithRest(entries, v.never());
}
