import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Defines a `terraform_data` resource that is replaced when the value changes. (cdktf's class for it runs `terraform` in every synth.)
 * @returns a reference for the `replaceTriggeredBy` of other resources
 */
export function replaceTrigger(scope: Construct, id: string, value: string): string {
  const resource = new TerraformResource(scope, id, { terraformResourceType: 'terraform_data' });
  resource.addOverride('triggers_replace', value);
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`;
}
