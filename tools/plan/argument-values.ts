/** Parses a string that contains JSON, such as a policy. Returns other values unchanged. */
export function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/**
 * Returns null for an argument that is not set. Providers write such an argument as null, as an empty string or as an
 * empty list, or leave it out.
 */
export function valueOrNull(value: unknown): unknown {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0) ? null : value;
}

/** Whether all items of the lists are neither objects nor lists. */
export function isScalars(...lists: readonly unknown[][]): boolean {
  return lists.flat().every((item) => typeof item !== 'object' || item === null);
}
