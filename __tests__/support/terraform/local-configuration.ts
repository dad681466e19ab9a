import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import type { Changes } from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';
import type { Configuration } from './terraform';

type Section = Record<string, Record<string, object>>;

/** A synthesized stack whose state stays in the folder that it is written to, whatever its backend. */
export function localConfiguration(changes: Changes, bootstrap?: Bootstrap): Configuration {
  const { terraform, ...stack } = synthesized(changes, bootstrap);
  return { ...stack, terraform: { required_providers: terraform.required_providers } };
}

/**
 * One configuration with the types of all: what `createStack` must begin with, for others to be written over it. It is
 * for `terraform init` alone.
 */
export function withTypesOf(configurations: readonly Configuration[]): Configuration {
  const section = (name: 'resource' | 'data'): Section =>
    Object.assign({}, ...configurations.map((configuration) => configuration[name]));
  return { ...configurations[0], resource: section('resource'), data: section('data') };
}
