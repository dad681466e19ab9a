/** `AttributePath` of the protocol. A step is the name of an attribute or block, or the index of a list element. */
export interface AttributePath {
  readonly steps: readonly ({ attribute_name: string } | { element_key_int: number })[];
}

/** `Diagnostic` of the protocol. Terraform prints it, with the line of the configuration that has the path. */
export interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: AttributePath;
}

/** `Diagnostic.Severity.ERROR`. */
const error = 1;

/** @param path names of attributes and blocks, and indexes of list elements */
export function errorDiagnostic(summary: string, detail: string, path: readonly (string | number)[] = []): Diagnostic {
  const steps = path.map((step) => (typeof step === 'string' ? { attribute_name: step } : { element_key_int: step }));
  return { severity: error, summary, detail, attribute: { steps } };
}
