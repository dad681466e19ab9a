/**
 * The message `AttributePath` of Terraform's plugin protocol. A step is the name of an attribute or block, or the index of a list element.
 */
export interface AttributePath {
  readonly steps: readonly ({ attribute_name: string } | { element_key_int: number })[];
}

/**
 * The message `Diagnostic` of Terraform's plugin protocol. Terraform prints it, with the line of the configuration that the path refers to.
 */
export interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: AttributePath;
}

/** `Diagnostic.Severity.ERROR` of Terraform's plugin protocol. */
const error = 1;

/**
 * Returns a diagnostic that makes the `terraform` command fail.
 * @param path names of attributes and blocks, and indexes of list elements
 */
export function errorDiagnostic(summary: string, detail: string, path: readonly (string | number)[] = []): Diagnostic {
  const steps = path.map((step) => (typeof step === 'string' ? { attribute_name: step } : { element_key_int: step }));
  return { severity: error, summary, detail, attribute: { steps } };
}
