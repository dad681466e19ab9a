import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Defines a `terraform_data` resource that is replaced when the value changes, for `replaceTriggeredBy` of others. (cdktf's class for it
 * needs `terraform` at every synth.)
 */
export function replaceTrigger(scope: Construct, id: string, value: string): string {
  const resource = new TerraformResource(scope, id, { terraformResourceType: 'terraform_data' });
  resource.addOverride('triggers_replace', value);
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`;
}
