import { Annotations, type TerraformStack } from 'cdktf';
import type { Environment } from '../environment';
import { Configuration } from './configuration';
import { encryptedBuckets } from './encrypted-buckets';
import { encryptedStores } from './encrypted-stores';
import { expiringBuckets } from './expiring-buckets';
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
import type { Rule } from './rule';
import { securityGroupDescriptions } from './security-group-descriptions';
import { tags } from './tags';
import { tlsBuckets } from './tls-buckets';
import { unfinishedUploads } from './unfinished-uploads';
import { versionedBuckets } from './versioned-buckets';

const rules: readonly Rule[] = [
  encryptedBuckets,
  encryptedStores,
  expiringBuckets,
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
  unfinishedUploads,
  versionedBuckets,
];

/**
 * Makes the synthesis of a stack fail where anything in it breaks a rule of this folder. Synthesis asks for validations
 * when every aspect has made its changes. What they returned would end it at once, so a violation is noted instead.
 */
export function addGuardRails(stack: TerraformStack, removal: Environment['removal']): void {
  stack.node.addValidation({
    validate: () => {
      noteViolations(stack, removal);
      return [];
    },
  });
}

function noteViolations(stack: TerraformStack, removal: Environment['removal']): void {
  const configuration = new Configuration(stack);
  for (const { block, message } of rules.flatMap((rule) => rule(configuration, removal))) {
    Annotations.of(block.construct).addError(message);
  }
}
