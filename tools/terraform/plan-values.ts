type Values = Readonly<Record<string, unknown>>;

/** Returns the values of a resource by the names of its arguments; an empty object if the resource does not exist. */
export function valuesOf(value: unknown): Values {
  return typeof value === 'object' && value !== null ? (value as Values) : {};
}

/** Whether any part of a value is marked, for example as sensitive or as unknown. */
export function containsMark(mark: unknown): boolean {
  return mark === true || Object.values(valuesOf(mark)).some(containsMark);
}
