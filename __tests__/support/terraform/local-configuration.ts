import type { Bootstrap } from '../../../stacks/bootstrap/bootstrap';
import type { Changes } from '../stacks/fixture-environment';
import { synthesized } from '../stacks/synthesized';
import type { Configuration } from './terraform';

type Section = Record<string, Record<string, object>>;

/** Returns a synthesized stack without its backend. So terraform stores the state in the stack's folder. */
export function localConfiguration(changes: Changes, bootstrap?: Bootstrap): Configuration {
  const { terraform, ...stack } = synthesized(changes, bootstrap);
  return { ...stack, terraform: { required_providers: terraform.required_providers } };
}

/**
 * Returns a configuration that contains all resource types of several configurations. Pass it to `createStack`, so that the provider
 * supports all these types. Then use `writeConfiguration` to write one configuration after the other.
 */
export function withTypesOf(configurations: readonly Configuration[]): Configuration {
  const section = (name: 'resource' | 'data' | 'ephemeral'): Section =>
    Object.assign({}, ...configurations.map((configuration) => configuration[name]));
  const { ephemeral: _ephemeral, ...first } = configurations[0] ?? {};
  const ephemeral = section('ephemeral');
  return {
    ...first,
    resource: section('resource'),
    data: section('data'),
    // Terraform rejects an empty `ephemeral` section.
    ...(Object.keys(ephemeral).length > 0 && { ephemeral }),
  };
}
