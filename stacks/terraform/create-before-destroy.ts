import type { TerraformResourceLifecycle } from 'cdktf';

/**
 * The `lifecycle` of network resources. AWS cannot delete a resource that a running task uses. So Terraform creates the new network, the
 * service moves its tasks, and then Terraform deletes the old network. A resource with this lifecycle cannot have a fixed name, because the
 * old and the new one exist at the same time.
 */
export const createBeforeDestroy: TerraformResourceLifecycle = { createBeforeDestroy: true };
