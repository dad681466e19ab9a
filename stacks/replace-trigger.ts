import { TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

/**
 * For `replaceTriggeredBy`: what is replaced when the value changes. (cdktf's own class of it asks for a `terraform` at every
 * synth.)
 */
export function replaceTrigger(scope: Construct, id: string, value: string): string {
  const resource = new TerraformResource(scope, id, { terraformResourceType: 'terraform_data' });
  resource.addOverride('triggers_replace', value);
  return `${resource.terraformResourceType}.${resource.friendlyUniqueId}.id`;
}
