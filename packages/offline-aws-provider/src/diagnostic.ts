/** `AttributePath` of the protocol: a step names an attribute or gives the number of an element. */
export interface AttributePath {
  readonly steps: readonly ({ attribute_name: string } | { element_key_int: number })[];
}

/** `Diagnostic` of the protocol; Terraform prints it beside the line of the configuration that it concerns. */
export interface Diagnostic {
  readonly severity: number;
  readonly summary: string;
  readonly detail: string;
  readonly attribute?: AttributePath;
}

const error = 1;

export function errorDiagnostic(summary: string, detail: string, path: readonly (string | number)[] = []): Diagnostic {
  const steps = path.map((step) => (typeof step === 'string' ? { attribute_name: step } : { element_key_int: step }));
  return { severity: error, summary, detail, attribute: { steps } };
}
