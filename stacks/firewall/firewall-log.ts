import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { Wafv2WebAclLoggingConfiguration } from '@cdktf/provider-aws/lib/wafv2-web-acl-logging-configuration';
import type { Construct } from 'constructs';
import type { Environment } from '../environment';

export interface FirewallLogProps {
  readonly environment: Environment;
  readonly webAclArn: string;
  /** The region of a web ACL for CloudFront. @default the region of the environment, for the web ACL of a load balancer */
  readonly region?: string | undefined;
}

/** Defines the log of a web ACL. */
export function defineFirewallLog(scope: Construct, { environment, webAclArn, region }: FirewallLogProps): void {
  const logGroup = new CloudwatchLogGroup(scope, 'log-group', {
    region,
    name: logName(environment, region !== undefined),
    retentionInDays: environment.logRetentionDays,
  });
  new Wafv2WebAclLoggingConfiguration(scope, 'logging-configuration', {
    region,
    resourceArn: webAclArn,
    logDestinationConfigs: [logGroup.arn],
    redactedFields: [
      { singleHeader: { name: 'cookie' } },
      { singleHeader: { name: 'authorization' } },
      // The query string of a profile's page contains a token.
      ...(environment.profiles ? [{ queryString: {} }] : []),
    ],
    // Log only requests that match a rule. The log of the app contains all requests that the firewall allows.
    loggingFilter: {
      defaultBehavior: 'DROP',
      filter: [
        {
          behavior: 'KEEP',
          requirement: 'MEETS_ANY',
          condition: ['BLOCK', 'COUNT', 'EXCLUDED_AS_COUNT'].map((action) => ({ actionCondition: { action } })),
        },
      ],
    },
  });
}

/**
 * Returns the name of the log group. AWS WAF requires the prefix `aws-waf-logs-`. The suffix `-cdn` separates the log groups of CloudFront
 * and of the load balancer: in us-east-1, both exist while the setting `cdn` is added or removed.
 */
function logName({ project, name }: Pick<Environment, 'project' | 'name'>, isCdn: boolean): string {
  return `aws-waf-logs-${project}-${name}${isCdn ? '-cdn' : ''}`;
}
