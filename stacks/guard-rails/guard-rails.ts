import { Annotations, type TerraformStack } from 'cdktf';
import { Configuration } from './configuration';
import { encryptedBuckets } from './encrypted-buckets';
import { encryptedStores } from './encrypted-stores';
import { existingNetworks } from './existing-networks';
import { expiringBuckets } from './expiring-buckets';
import { httpsDistributions } from './https-distributions';
import { incompleteUploads } from './incomplete-uploads';
import { limitedDistributions } from './limited-distributions';
import { logRetention } from './log-retention';
import { managedPolicies } from './managed-policies';
import { modules } from './modules';
import { policyActions } from './policy-actions';
import { policyResources } from './policy-resources';
import { privateBuckets } from './private-buckets';
import { publicIngress } from './public-ingress';
import { publicPrincipals } from './public-principals';
import { readablePolicies } from './readable-policies';
import { removalProtection } from './removal-protection';
import type { GuardedSettings, Rule } from './rule';
import { securityGroupDescriptions } from './security-group-descriptions';
import { tags } from './tags';
import { tlsBuckets } from './tls-buckets';
import { versionedBuckets } from './versioned-buckets';

const rules: readonly Rule[] = [
  encryptedBuckets,
  encryptedStores,
  existingNetworks,
  expiringBuckets,
  httpsDistributions,
  limitedDistributions,
  logRetention,
  managedPolicies,
  modules,
  policyActions,
  policyResources,
  privateBuckets,
  publicIngress,
  publicPrincipals,
  readablePolicies,
  removalProtection,
  securityGroupDescriptions,
  tags,
  tlsBuckets,
  incompleteUploads,
  versionedBuckets,
];

/**
 * Makes the synth of a stack fail if the stack breaks a rule of this folder. The rules run as a validation, because cdktf runs validations
 * after all aspects. They add error annotations instead of returning errors, because an error would stop the synth of all stacks.
 */
export function addGuardRails(stack: TerraformStack, settings: GuardedSettings): void {
  stack.node.addValidation({
    validate: () => {
      reportViolations(stack, settings);
      return [];
    },
  });
}

function reportViolations(stack: TerraformStack, settings: GuardedSettings): void {
  const configuration = new Configuration(stack);
  for (const { block, message } of rules.flatMap((rule) => rule(configuration, settings))) {
    Annotations.of(block.construct).addError(message);
  }
}
