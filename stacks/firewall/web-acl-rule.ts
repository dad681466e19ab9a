import type { Wafv2WebAclRule } from '@cdktf/provider-aws/lib/wafv2-web-acl';
import type { FirewallMode } from '../settings/firewall-settings';

/** A rule of the web ACL. The priority is not included, because it follows from the position of the rule in the list. */
export type WebAclRule = Omit<Wafv2WebAclRule, 'priority'>;

/**
 * Returns a rule with a statement of our own. The statement uses Terraform's names, because the cdktf bindings have no types for
 * statements.
 */
export function ownRule(name: string, mode: FirewallMode = 'block', statement: object): WebAclRule {
  return {
    name,
    action: mode === 'block' ? { block: {} } : { count: {} },
    statement,
    visibilityConfig: visibility(name),
  };
}

/** Returns a rule that applies a managed rule group of AWS. */
export function managedRule(name: string, mode: FirewallMode = 'block', group: object): WebAclRule {
  return {
    name,
    overrideAction: mode === 'block' ? { none: {} } : { count: {} },
    statement: { managed_rule_group_statement: { vendor_name: 'AWS', ...group } },
    visibilityConfig: visibility(name),
  };
}

/** Returns the arguments that turn on metrics and sampled requests. `metricName` is the name of the metrics. */
export function visibility(metricName: string) {
  return { cloudwatchMetricsEnabled: true, sampledRequestsEnabled: true, metricName };
}

export function and(...statement: object[]) {
  return { and_statement: { statement } };
}

export function or(statement: object[]) {
  return { or_statement: { statement } };
}

export function not(statement: object) {
  return { not_statement: { statement: [statement] } };
}
