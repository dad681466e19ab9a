import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * Defines a `terraform_data` resource that is replaced when `value` changes. cdktf's own class for this resource would run `terraform` in
 * every synth.
 * @returns a reference for the `replaceTriggeredBy` of other resources
 */
export function replaceTrigger(scope: Construct, id: string, value: string): string {
  const resource = new TerraformResource(scope, id, { terraformResourceType: 'terraform_data' });
  resource.addOverride('triggers_replace', value);
  return triggerOf(resource);
}

/**
 * Returns a reference to an attribute for `replaceTriggeredBy`, which accepts no expressions. A resource with this reference is replaced
 * when the attribute changes.
 */
export function triggerOf(resource: TerraformResource, attribute: 'id' | 'arn' = 'id'): string {
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}`;
}
