import type { SynthesizedStack } from './synthesized-stack';

/** The type of backend that stores the state of a stack. */
export type StateKind = 'local' | 's3' | 'cloud';

interface StackDocument {
  readonly terraform?: { readonly backend?: object; readonly cloud?: object };
}

/** Returns the type of backend in which Terraform stores the state of a stack. */
export function stateKind({ document }: SynthesizedStack): StateKind {
  const { terraform } = document as StackDocument;
  if (terraform?.cloud) return 'cloud';
  return terraform?.backend && 's3' in terraform.backend ? 's3' : 'local';
}
