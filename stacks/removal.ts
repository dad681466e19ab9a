import type { TerraformResourceLifecycle } from 'cdktf';
import type { Environment } from './environment';

/** Returns the `lifecycle` of a protected resource: Terraform refuses any plan that would delete or replace it. */
export function lifecycleOf(removal: Environment['removal']): TerraformResourceLifecycle | undefined {
  return removal === 'protect' ? { preventDestroy: true } : undefined;
}
