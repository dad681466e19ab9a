import type { TerraformResourceLifecycle } from 'cdktf';
import type { Environment } from '../environment';

/**
 * Returns the `lifecycle` of a resource with data. With `protect`, Terraform refuses any plan that would delete or replace the resource.
 * @returns undefined with `destroy`
 */
export function lifecycleOf(removal: Environment['removal']): TerraformResourceLifecycle | undefined {
  return removal === 'protect' ? { preventDestroy: true } : undefined;
}
