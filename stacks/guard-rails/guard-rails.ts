import { Annotations, Aspects, type IAspect, type TerraformStack } from 'cdktf';
import type { IConstruct } from 'constructs';
import type { Environment } from '../environment';
import { Configuration } from './configuration';
import { encryptedBuckets } from './encrypted-buckets';
import { encryptedTables } from './encrypted-tables';
import { expiringBuckets } from './expiring-buckets';
import { logRetention } from './log-retention';
import { policyActions } from './policy-actions';
import { policyResources } from './policy-resources';
import { privateBuckets } from './private-buckets';
import { publicIngress } from './public-ingress';
import { readablePolicies } from './readable-policies';
import { removalProtection } from './removal-protection';
import type { Rule } from './rule';
import { securityGroupDescriptions } from './security-group-descriptions';
import { tags } from './tags';
import { tlsBuckets } from './tls-buckets';
import { versionedBuckets } from './versioned-buckets';

const rules: readonly Rule[] = [
  encryptedBuckets,
  encryptedTables,
  expiringBuckets,
  logRetention,
  policyActions,
  policyResources,
  privateBuckets,
  publicIngress,
  readablePolicies,
  removalProtection,
  securityGroupDescriptions,
  tags,
  tlsBuckets,
  versionedBuckets,
];

/** Makes the synthesis of a stack fail where anything in it breaks a rule of this folder. */
export function addGuardRails(stack: TerraformStack, removal: Environment['removal']): void {
  Aspects.of(stack).add(new GuardRails(stack, removal));
}

class GuardRails implements IAspect {
  constructor(
    private readonly stack: TerraformStack,
    private readonly removal: Environment['removal'],
  ) {}

  /** Waits for the last construct, so that other aspects have made their changes. */
  visit(construct: IConstruct): void {
    if (construct !== lastIn(this.stack)) return;
    const configuration = new Configuration(this.stack);
    for (const { block, message } of rules.flatMap((rule) => rule(configuration, this.removal))) {
      Annotations.of(block.construct).addError(message);
    }
  }
}

function lastIn(construct: IConstruct): IConstruct {
  const last = construct.node.children.at(-1);
  return last === undefined ? construct : lastIn(last);
}
