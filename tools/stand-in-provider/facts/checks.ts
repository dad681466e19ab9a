import type { Values } from '../value';

/** Something that the provider or AWS would refuse, and the argument to blame. */
export interface Problem {
  readonly attribute: string;
  readonly message: string;
}

export function problemsOf(_type: string, _config: Values): Problem[] {
  return [];
}
