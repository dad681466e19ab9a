import type { TerraformResourceLifecycle } from 'cdktf';
import type { Environment } from './environment';

/** With `protect`, Terraform refuses every plan that would delete or replace the resource. */
export function lifecycleOf(removal: Environment['removal']): TerraformResourceLifecycle | undefined {
  return removal === 'protect' ? { preventDestroy: true } : undefined;
}
